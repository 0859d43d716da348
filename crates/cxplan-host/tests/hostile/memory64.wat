;; A second memory, with addresses of 64 bits.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (memory i64 1))
