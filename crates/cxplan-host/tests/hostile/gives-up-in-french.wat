;; Describes itself in English, and panics in French.
(module
  ;; + memory
  ;; + score
  (func (export "cxplan:scoring/scorer@1.0.0#describe") (param i32 i32) (result i32)
    (if (i32.eq (i32.load8_u (local.get 0)) (i32.const 102)) (then (unreachable)))
    (i32.const 1200))
  ;; A method without inputs, with one part, one category and one note, the same in each language.
  (data (i32.const 1024) "small" "Small" "1.0.0" "part" "Part" "kind" "Kind" "note" "Note")
  ;; id, title, version, summary, formula; meaning; inputs, params, parts, categories, notes
  (data (i32.const 1200)
  (i32 1024 5) (i32 1029 5) (i32 1034 5) (i32 0 0) (i32 0 0)
  (i32 1)
  (i32 0 0) (i32 0 0) (i32 1300 1) (i32 1400 1) (i32 1500 1))
  ;; key, label, help, unit: none, share: false
  (data (i32.const 1300) (i32 1039 4) (i32 1043 4) (i32 0 0) (i32 0 0 0) (i32 0))
  ;; key, label, help
  (data (i32.const 1400) (i32 1047 4) (i32 1051 4) (i32 0 0))
  ;; key, label
  (data (i32.const 1500) (i32 1055 4) (i32 1059 4)))
