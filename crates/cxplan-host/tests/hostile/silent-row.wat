;; A row without a score, and no problem that says why.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  (data (i32.const 2064) (i64 0))
  (data (i32.const 2112) (f64 0.25) (i32 0)))
