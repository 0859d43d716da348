;; Work that a single instruction hides: copies 60 MB again and again.
(module
  ;; + memory
  ;; + describe
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (drop (memory.grow (i32.const 960)))
    (loop $again
      (memory.copy (i32.const 0) (i32.const 1) (i32.const 60000000))
      (br $again))
    (unreachable)))
