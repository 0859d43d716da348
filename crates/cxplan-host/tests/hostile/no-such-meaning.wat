;; The score means something that does not exist.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1240) (i32 9)))
