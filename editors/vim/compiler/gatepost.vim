" Compiler:    gatepost, a quality gate for content
" Use:         :compiler gatepost, then :make and :copen. For Vim and Neovim.

if exists("current_compiler")
  finish
endif
let current_compiler = "gatepost"

let s:cpo_save = &cpo
set cpo&vim

CompilerSet makeprg=gatepost\ check\ --output-format\ concise\ --color\ never\ $*
" Columns count characters, which are screen columns (%v) unless they are wide. One pattern
" for all severities: a message may look like another finding. What is no finding is the end of
" the report.
CompilerSet errorformat=
      \%f:%l:%v:\ %t%*[a-z]:\ %m,
      \%-G%.%#

let &cpo = s:cpo_save
unlet s:cpo_save
