"""The interface's style sheet; `@role` stands for a colour of the theme."""

STYLE = """
QWidget { color: @ink; }
QMainWindow, #workspace, #centre { background: @paper; }
QToolTip { background: @paper; color: @ink; border: 1px solid @line; padding: 4px 6px; }

#toolbar { background: @paper; border-bottom: 1px solid @line; }
#toolbar QToolButton { border: none; border-radius: 6px; padding: 5px 7px; background: transparent; }
#toolbar QToolButton:hover { background: @hover; }
#toolbar QToolButton:pressed { background: @accent_soft; }
#toolbar QToolButton:disabled { color: @muted; }
#toolbar QToolButton:focus { background: @hover; }
#toolbar #primary { background: @accent; color: @on_accent; padding: 6px 10px; }
#toolbar #primary:hover, #toolbar #primary:focus { background: @accent; border: 1px solid @ink; padding: 5px 9px; }
#toolbar #primary:disabled { background: @line; color: @muted; }
#toolbar #primary[popupMode="1"] { padding-right: 26px; }
#toolbar #primary::menu-button { border: none; border-left: 1px solid @on_accent; width: 20px; margin: 6px 0;
    border-top-right-radius: 6px; border-bottom-right-radius: 6px; background: transparent; }
#toolbar #primary::menu-arrow { width: 9px; height: 9px; }
#toolbar QToolButton::menu-indicator { image: none; }
#separator { background: @line; }

#segments { background: @header; border-radius: 8px; }
#segments QToolButton { border: none; border-radius: 6px; padding: 4px 16px; background: transparent; color: @muted; }
#segments QToolButton:checked { background: @paper; color: @accent; font-weight: bold; }
#segments QToolButton:focus { color: @ink; }

#tabs { background: @ground; border-bottom: 1px solid @line; }
QTabBar { background: @ground; }
QTabBar::tab { background: @ground; color: @muted; padding: 5px 12px; border: none; border-right: 1px solid @line; max-width: 260px; }
QTabBar::tab:selected { background: @paper; color: @ink; }

#side { background: @paper; border-right: 1px solid @line; }
#panel { background: @paper; border-left: 1px solid @line; }
#caption { color: @muted; }
#strong { font-weight: bold; }
#amount { font-weight: bold; }
#link { color: @accent; }

QLineEdit { background: @paper; border: 1px solid @line; border-radius: 6px; padding: 4px 8px;
    selection-background-color: @accent_soft; selection-color: @ink; }
QLineEdit:focus { border: 1px solid @accent; }
#search { background: @ground; padding: 6px 8px; }
#cellEditor { border: 2px solid @accent; border-radius: 0; padding: 0 3px; background: @paper; }

#addressBar { background: @paper; border-bottom: 1px solid @line; }
#address { color: @accent; font-weight: bold; padding: 0 8px; border: none; background: transparent; }
#content { border: none; border-radius: 0; padding: 2px 6px; background: transparent; }
#content:focus { background: @accent_soft; border: none; }

QTreeView, QListView, QTableView { background: @paper; border: none; outline: none;
    selection-background-color: @accent_soft; selection-color: @ink; }
QTableView::item { padding: 0 6px; border: none; }
QTableView::item:selected { background: @accent_soft; }
#roomy::item { padding: 0 12px; }
#roomy QHeaderView::section { padding: 4px 14px; }
QHeaderView { background: @paper; border: none; }
QHeaderView::section { background: @paper; color: @muted; border: none; border-bottom: 1px solid @line; padding: 4px 6px; }

#findings { background: @paper; border-top: 1px solid @line; }
#findingsHead { background: @paper; border-bottom: 1px solid @line; }
#chip { border: 1px solid @line; border-radius: 12px; padding: 2px 10px; background: @paper; color: @ink; }
#chip:checked { border: 1px solid @muted; background: @hover; }
#chip:focus { border: 1px solid @accent; }
#chipError { border: 1px solid @line; border-radius: 12px; padding: 2px 10px; background: @paper; color: @error; }
#chipError:checked { background: @error_soft; border: 1px solid @error; }
#chipConfirm { border: 1px solid @line; border-radius: 12px; padding: 2px 10px; background: @paper; color: @confirm; }
#chipConfirm:checked { background: @confirm_soft; border: 1px solid @confirm; }

#status { background: @header; border-top: 1px solid @line; }
#status QLabel { color: @muted; }
#status QToolButton { border: none; border-radius: 4px; padding: 1px 6px; color: @muted; background: transparent; }
#status QToolButton:hover, #status QToolButton:focus { background: @hover; color: @ink; }

#bar { border-bottom: 1px solid @line; background: @accent_soft; }
#barError { border-bottom: 1px solid @line; background: @error_soft; }
#barError #words { color: @error; }
#bar QPushButton, #barError QPushButton { padding: 3px 10px; }
QPushButton { background: @paper; border: 1px solid @line; border-radius: 6px; padding: 5px 14px; }
QPushButton:hover { background: @hover; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:default, #accentButton { background: @accent; color: @on_accent; border: 1px solid @accent; }
QPushButton:disabled { color: @muted; }
#flat { border: none; border-radius: 4px; padding: 3px; background: transparent; }
#flat:hover, #flat:focus { background: @hover; }

#card { background: @paper; border: 1px solid @line; border-left: 3px solid @error; border-radius: 6px; }
#cardConfirm { background: @paper; border: 1px solid @line; border-left: 3px solid @confirm; border-radius: 6px; }

#start, #startPage { background: @ground; }
#way { background: @paper; border: 1px solid @line; border-radius: 8px; text-align: left; padding: 0; }
#way:hover, #way:focus { border: 1px solid @accent; background: @accent_soft; }
#title { font-size: 20pt; font-weight: bold; }

#text { background: @paper; border: none; }
#missing { background: @confirm_soft; border: 1px solid @confirm; border-radius: 6px; }
#paragraph { border: none; border-left: 3px solid transparent; background: transparent; }
#paragraphNow { border: none; border-left: 3px solid @accent; background: @selected; }
#tableCard { border: 1px solid @line; border-radius: 6px; background: @paper; }
#problem { background: @error_soft; color: @error; padding: 8px 14px; }
#linkButton { border: none; background: transparent; color: @accent; padding: 2px 6px; }
#linkButton:hover, #linkButton:focus { background: @hover; }
#typed { background: @ground; border: 1px solid @line; border-radius: 6px; }
QPlainTextEdit { background: @paper; border: 1px solid @line; border-radius: 6px; padding: 2px 4px; }
QTextBrowser#guide { background: @paper; border: none; border-left: 1px solid @line; padding: 8px 16px; }
QDialog, QMessageBox { background: @ground; }
QListWidget { background: @paper; border: 1px solid @line; border-radius: 6px; }
QListWidget::item { padding: 4px 8px; }
QListWidget::item:selected { background: @accent_soft; color: @ink; }
QTabWidget::pane { border: none; border-top: 1px solid @line; }
QPlainTextEdit:focus { border: 1px solid @accent; }
QAbstractScrollArea::corner { background: @paper; border: none; }
#pages { background: @desk; border: none; }
#sectionText { background: transparent; }
#sectionNow { background: @accent_soft; }

QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: @grid; border-radius: 4px; margin: 2px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: @muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: @line; }
QMenu { background: @paper; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accent_soft; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QProgressBar { border: none; border-radius: 3px; background: @line; max-height: 6px; }
QProgressBar::chunk { background: @accent; border-radius: 3px; }
"""
