;; Another meaning of the score in French.
(module
  ;; + memory
  ;; + score
  ;; + describe as $describe
  (func (export "cxplan:scoring/scorer@1.0.0#describe") (param $text i32) (param i32) (result i32)
    (if (i32.eq (i32.load8_u (local.get $text)) (i32.const 0x66))
      (then (i32.store8 (i32.const 1240) (i32.const 2))))
    (call $describe (local.get $text) (i32.const 2))))
