;; A note that turns the direction of writing.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1059) "\e2\80\ae."))
