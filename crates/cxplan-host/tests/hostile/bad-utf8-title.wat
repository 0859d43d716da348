;; The title is no UTF-8.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1029) "\ff\fe"))
