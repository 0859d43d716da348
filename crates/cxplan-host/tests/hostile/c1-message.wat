;; A message with a control sequence in one character.
(module
  ;; + memory
  ;; + describe
  ;; + score
  (data (i32.const 2048) (i32 2064 1) (i32 2112 1))
  (data (i32.const 2064) (i64 0))
  ;; severity; row; input; message; help
  (data (i32.const 2112) (i32 0) (i32 1 0) (i32 0 0) (i32 2176 5) (i32 0 0 0))
  (data (i32.const 2176) "\c2\9b31m"))
