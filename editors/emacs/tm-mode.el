;;; tm-mode.el --- Threat models of Threatline -*- lexical-binding: t; -*-

(defvar tm-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?- "_" table)
    table))

;;;###autoload
(define-derived-mode tm-mode prog-mode "TM"
  "Major mode for threat models."
  (setq-local comment-start "// ")
  (setq-local font-lock-defaults (list (list (regexp-opt tm-mode-keywords 'symbols)))))

(defvar tm-mode-keywords
  '("model" "data" "entity" "process" "store" "boundary" "flow" "threat" "mitigation" "accept" "transfer" "avoid"
    "dismiss" "assume" "question" "park" "import" "view" "rule" "adjust"))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.tm\\'" . tm-mode))

(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '(tm-mode "threatline" "lsp")))

(provide 'tm-mode)
;;; tm-mode.el ends here
