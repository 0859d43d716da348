;; Ten tables, each small enough, together too much.
(module
  ;; * 10 (table 20000 funcref)
  ;; + memory
  ;; + describe
  ;; + score
  )
