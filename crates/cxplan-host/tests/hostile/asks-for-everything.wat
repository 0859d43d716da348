;; Asks for four gigabytes at once.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (drop (memory.grow (i32.const 65535)))
    (unreachable)))
