;; A memory in pages of one byte.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (memory 1 (pagesize 1)))
