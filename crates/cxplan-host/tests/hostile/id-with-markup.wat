;; The id is a piece of HTML.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1024) "<b>x<"))
