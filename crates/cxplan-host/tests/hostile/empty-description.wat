;; A description of zeros: no id, no title.
(module
  ;; + memory
  ;; + score
  (func (export "cxplan:scoring/scorer@1.0.0#describe") (param i32 i32) (result i32)
    (call $alloc (i32.const 84))))
