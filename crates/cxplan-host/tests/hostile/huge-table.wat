;; Starts with a table of nine million entries.
(module
  (table 9000000 funcref)
  ;; + memory
  ;; + describe
  ;; + score
  )
