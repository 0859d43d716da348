;; A title that would colour the terminal.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1029) "\1b[31m"))
