;; Ten thousand problems whose messages are one and the same text of 60,000 bytes: 600 MB for the host.
(module
  ;; + memory
  ;; + describe
  (data (i32.const 2048) (i32 0 0) (i32 0 10000))
  (func (export "cxplan:scoring/scorer@1.0.0#score") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (local $list i32) (local $at i32) (local $left i32) (local $text i32)
    (local.set $list (call $alloc (i32.const 400000)))
    (local.set $text (call $alloc (i32.const 60000)))
    (i32.store (i32.const 2056) (local.get $list))
    (local.set $at (local.get $list))
    (local.set $left (i32.const 10000))
    (loop $next
      (i32.store offset=20 (local.get $at) (local.get $text))
      (i32.store offset=24 (local.get $at) (i32.const 60000))
      (local.set $at (i32.add (local.get $at) (i32.const 40)))
      (br_if $next (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (i32.const 2048)))
