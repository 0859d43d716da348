;; Two scores for one row.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 2064 2) (i32 0 0))
  (data (i32.const 2064) (i64 1) (f64 0.5) (i32 0 0) (i32 2144 1) (i32 0 0))
  (data (i32.const 2104) (i64 1) (f64 0.5) (i32 0 0) (i32 2144 1) (i32 0 0))
  (data (i32.const 2144) (f64 0.25)))
