"""The out-tray: workbench, dashboard, printed papers, exports."""
