;; Work that a single instruction hides: fills 60 MB again and again.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (drop (memory.grow (i32.const 960)))
    (loop $again
      (memory.fill (i32.const 65536) (i32.const 0) (i32.const 60000000))
      (br $again))
    (unreachable)))
