;; Takes memory without an end while it describes itself.
(module
  ;; + memory
  ;; + score
  (func (export "cxplan:scoring/scorer@1.0.0#describe") (param i32 i32) (result i32)
    (loop $again (br_if $again (i32.ne (memory.grow (i32.const 64)) (i32.const -1))))
    (unreachable)))
