;; No score at all for one row.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 0 0) (i32 0 0)))
