;; The category is at the last position that exists in 32 bits.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  (data (i32.const 2064) (i64 1) (f64 0.5) (i32 1 -1) (i32 2112 1) (i32 0 0))
  (data (i32.const 2112) (f64 0.25) (i32 0)))
