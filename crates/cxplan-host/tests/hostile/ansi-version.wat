;; A version that would colour the terminal.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 1034) "\1b[31m"))
