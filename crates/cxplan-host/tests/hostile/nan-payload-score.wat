;; The score is not a number and carries a message in its bits.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  (data (i32.const 2064) (i64 1) (f64 nan:0x4000000001234) (i32 1 0) (i32 2112 1) (i32 0 0))
  (data (i32.const 2112) (f64 0.25) (i32 0)))
