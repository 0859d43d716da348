;; Twenty memories.
(module
  ;; + memory
  ;; + describe
  ;; + score
  ;; * 20 (memory 1)
  )
