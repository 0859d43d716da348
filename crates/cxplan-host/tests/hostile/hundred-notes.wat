;; A hundred notes are declared.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1276) (i32 8192 100)))
