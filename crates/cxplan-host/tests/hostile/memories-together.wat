;; Five memories, each small enough, together too much.
(module
  ;; + memory
  ;; + describe
  ;; + score
  ;; * 5 (memory 300)
  )
