;; A hundred tables.
(module
  ;; * 100 (table 1 funcref)
  ;; + memory
  ;; + describe
  ;; + score
  )
