;;; tm-mode.el --- Threat models of Threatline -*- lexical-binding: t; -*-

;; Version: 0.1.0
;; Package-Requires: ((emacs "27.1"))
;; Keywords: languages, tools

;;; Commentary:

;; Colours, indentation, an index and the language server for `.tm' files.  Where Emacs has tree-sitter and the
;; grammar is installed, `tm-ts-mode' goes further.

;;; Code:

(defconst tm-mode-declarations
  ;; threatline:words declarations
  '("accept" "adjust" "assume" "avoid" "boundary" "data" "dismiss" "entity" "flow" "import" "mitigation" "model" "park" "process" "question" "rule" "store" "threat" "transfer" "view")
  "The keywords that open a declaration.")

(defconst tm-mode-attributes
  ;; threatline:words attributes
  '("advice" "allow" "answers" "ask" "audit" "authn" "authz" "backup" "because" "by" "carries" "checked" "collapse" "consent" "deny" "direction" "effort" "encryption" "evidence" "exclude" "focus" "holds" "impact" "include" "input-validation" "integrity" "isolation" "kind" "level" "likelihood" "link" "method" "mitigated-by" "out-of-scope" "owner" "participants" "privilege" "protocol" "raise" "rate-limit" "rationale" "reduces" "redundancy" "references" "retention" "reviewed" "scope" "secrets" "sensitivity" "status" "tags" "tech" "text" "threat" "ticket" "trust" "until" "warn" "was")
  "The words before a colon.")

(defconst tm-mode-indent-offset 2
  "How far a body is indented; that is how `threatline fmt' writes it.")

(defvar tm-mode-syntax-table
  (let ((table (make-syntax-table)))
    (modify-syntax-entry ?/ ". 12" table)
    (modify-syntax-entry ?\n ">" table)
    (modify-syntax-entry ?\" "\"" table)
    (modify-syntax-entry ?- "_" table)
    (modify-syntax-entry ?_ "_" table)
    (modify-syntax-entry ?< "." table)
    (modify-syntax-entry ?> "." table)
    table)
  "What the characters of a `.tm' file are.")

;; Texts

(defun tm-mode--text-block ()
  "Make the three quotes just found begin or end a text block.
In a comment or a string they do neither."
  (let* ((start (match-beginning 0))
         (end (match-end 0))
         (state (save-excursion (syntax-ppss start)))
         (fence (string-to-syntax "|")))
    (cond
     ((nth 4 state))
     ((null (nth 3 state)) (put-text-property start (1+ start) 'syntax-table fence))
     ((eq (nth 3 state) t) (put-text-property (1- end) end 'syntax-table fence)))
    nil))

(defconst tm-mode-syntax-propertize
  (syntax-propertize-rules ("\"\"\"" (0 (tm-mode--text-block))))
  "What makes `\"\"\"' the quotes of a text of several lines.")

;; Colours

(defconst tm-mode--name "[A-Za-z_][A-Za-z0-9_]*\\(?:-[A-Za-z0-9_]+\\)*")

(defconst tm-mode--start "\\(?:^\\|[{};]\\)[ \t]*"
  "Where a statement begins.")

(defun tm-mode--end-of-attribute ()
  "The end of the attribute at point."
  (save-excursion
    (skip-chars-forward "^;}\n")
    (point)))

(defconst tm-mode-font-lock-keywords
  (let ((declaration (regexp-opt tm-mode-declarations t)))
    `(("\\_<\\(?:none\\|unknown\\|unset\\)\\_>" . font-lock-builtin-face)
      ;; Some words are keywords and attributes: a colon tells.
      (,(concat tm-mode--start "\\(" (regexp-opt tm-mode-attributes) "\\)[ \t]*:")
       (1 font-lock-variable-name-face)
       (,(concat "\\_<\\(?:" tm-mode--name "\\|-?[0-9]+\\(?:-[0-9]+-[0-9]+\\)?\\)\\_>")
        (tm-mode--end-of-attribute) nil (0 font-lock-constant-face)))
      (,(concat tm-mode--start declaration "\\_>[ \t]*\\(?:[^: \t]\\|$\\)") (1 font-lock-keyword-face))
      (,(concat tm-mode--start "\\(when\\|unless\\)[ \t]*:") (1 font-lock-keyword-face))
      (,(concat tm-mode--start "\\(?:boundary\\|data\\|entity\\|process\\|store\\)[ \t]+\\(" tm-mode--name "\\)")
       (1 font-lock-type-face))
      (,(concat tm-mode--start "\\(?:flow\\|threat\\)[ \t]+\\(" tm-mode--name "\\)[ \t]*:")
       (1 font-lock-function-name-face))
      (,(concat tm-mode--start "\\(?:mitigation\\|rule\\|view\\)[ \t]+\\(" tm-mode--name "\\)")
       (1 font-lock-function-name-face))
      ("\\_<\\(?:and\\|as\\|has\\|in\\|is\\|not\\|on\\|or\\)\\_>" . font-lock-keyword-face)))
  "What has which colour, besides comments and texts.")

;; Indentation

(defun tm-mode--continues-p ()
  "Whether the line, with point on its first word, goes on with a statement."
  (or (looking-at "\"\\|\\(?:and\\|or\\)\\_>")
      (save-excursion
        (forward-comment (- (point)))
        (or (eq (char-before) ?,)
            (looking-back "\\_<\\(?:and\\|or\\)" (line-beginning-position))))))

(defun tm-mode--indentation (state)
  "The column of the line at point, with the syntax STATE at its beginning."
  (save-excursion
    (back-to-indentation)
    (let* ((closes (looking-at "[})]"))
           (open (nth 1 state))
           (offset tm-mode-indent-offset))
      (cond
       ;; Parentheses stand in conditions of several lines: what counts is the line that opened them.
       ((and open (eq (char-after open) ?\())
        (+ (if closes 0 offset) (save-excursion (goto-char open) (current-indentation))))
       (closes (* offset (1- (car state))))
       ((tm-mode--continues-p) (* offset (1+ (car state))))
       (t (* offset (car state)))))))

(defun tm-mode-indent-line ()
  "Indent the line by the braces around it, unless it is in a text block."
  (interactive)
  (let ((state (save-excursion (syntax-ppss (line-beginning-position)))))
    (if (nth 3 state)
        'noindent
      (let ((column (max 0 (tm-mode--indentation state))))
        (if (<= (current-column) (current-indentation))
            (indent-line-to column)
          (save-excursion (indent-line-to column)))))))

;; The mode

(defconst tm-mode-imenu-generic-expression
  (let ((name (concat "[ \t]+\\(" tm-mode--name "\\)")))
    `(("Data" ,(concat "^[ \t]*data" name) 1)
      ("Elements" ,(concat "^[ \t]*\\(?:entity\\|process\\|store\\)" name) 1)
      ("Boundaries" ,(concat "^[ \t]*boundary" name) 1)
      ("Flows" "^[ \t]*flow[ \t]+\\([^\"{\n]*[^\"{ \t\n]\\)" 1)
      ("Threats" ,(concat "^[ \t]*threat" name "[ \t]*:") 1)
      ("Mitigations" ,(concat "^[ \t]*mitigation" name) 1)
      ("Rules" ,(concat "^[ \t]*rule" name) 1)
      ("Views" ,(concat "^[ \t]*view" name) 1)))
  "What is listed in the index.")

(defun tm-mode-set-up ()
  "Set what both modes have in common."
  (setq-local comment-start "// ")
  (setq-local comment-end "")
  (setq-local comment-start-skip "//+[ \t]*")
  (setq-local indent-tabs-mode nil)
  (setq-local indent-line-function #'tm-mode-indent-line)
  (setq-local electric-indent-chars (append "})" electric-indent-chars))
  (setq-local parse-sexp-ignore-comments t)
  (setq-local syntax-propertize-function tm-mode-syntax-propertize)
  (when buffer-file-name
    (setq-local compile-command
                (concat "threatline check --format short "
                        (shell-quote-argument (file-name-nondirectory buffer-file-name))))))

;;;###autoload
(define-derived-mode tm-mode prog-mode "TM"
  "Major mode for threat models."
  (tm-mode-set-up)
  (setq-local font-lock-defaults '(tm-mode-font-lock-keywords))
  (setq-local imenu-generic-expression tm-mode-imenu-generic-expression))

;;;###autoload
(add-to-list 'auto-mode-alist '("\\.tm\\'" . tm-mode))

(defvar eglot-server-programs)
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs '((tm-mode tm-ts-mode) "threatline" "lsp")))

(provide 'tm-mode)
;;; tm-mode.el ends here
