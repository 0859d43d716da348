;; Every text that readers may see is a script.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 3000) "<script>alert(1)</script>")
  ;; title, summary and formula; labels and helps of part, category and note
  (data (i32.const 1208) (i32 3000 25))
  (data (i32.const 1224) (i32 3000 25) (i32 3000 25))
  (data (i32.const 1308) (i32 3000 25) (i32 3000 25))
  (data (i32.const 1408) (i32 3000 25) (i32 3000 25))
  (data (i32.const 1508) (i32 3000 25))
  ;; a score with all of them, and a warning
  (data (i32.const 2048) (i32 2064 1) (i32 2128 1))
  (data (i32.const 2064) (i64 1) (f64 0.5) (i32 1 0) (i32 2112 1) (i32 2120 1))
  (data (i32.const 2112) (f64 0.25) (i32 0))
  ;; severity; row; input; message; help
  (data (i32.const 2128) (i32 1) (i32 1 0) (i32 0 0) (i32 3000 25) (i32 1 3000 25)))
