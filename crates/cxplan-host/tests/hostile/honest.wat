;; What every other file in this folder departs from: one row, one score.
(module
  ;; + memory
  ;; + describe
  ;; + score
  ;; scores, problems
  (data (i32.const 2048) (i32 2064 1) (i32 0 0))
  ;; some; score; category: some 0; parts; notes
  (data (i32.const 2064) (i64 1) (f64 0.5) (i32 1 0) (i32 2112 1) (i32 2120 1))
  (data (i32.const 2112) (f64 0.25) (i32 0)))
