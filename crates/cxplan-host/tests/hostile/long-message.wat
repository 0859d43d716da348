;; A message of two thousand characters.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 2064 1) (i32 2112 1))
  (data (i32.const 2064) (i64 0))
  ;; severity; row; input; message; help
  (data (i32.const 2112) (i32 0) (i32 1 0) (i32 0 0) (i32 8192 2000) (i32 0 0 0))
  (data (i32.const 2176) "bad")
  (global $after (mut i32) (i32.const 0))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (memory.fill (i32.const 8192) (i32.const 97) (i32.const 2000))
    (i32.const 2048)))
