;; A message of forty million bytes.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 2064 1) (i32 2112 1))
  (data (i32.const 2064) (i64 0))
  ;; severity; row; input; message; help
  (data (i32.const 2112) (i32 0) (i32 1 0) (i32 0 0) (i32 65536 40000000) (i32 0 0 0))
  (data (i32.const 2176) "bad")
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (drop (memory.grow (i32.const 700)))
    (memory.fill (i32.const 65536) (i32.const 97) (i32.const 40000000))
    (i32.const 2048)))
