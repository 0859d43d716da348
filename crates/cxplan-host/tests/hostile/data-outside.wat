;; Its data begin past the end of the memory.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 65530) "too long for the rest"))
