;; The list of scores reaches past the end of the memory.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 2064 3000) (i32 0 0)))
