"""运行维护: what keeps an installation safe and going: backups, upgrades, certificates, the check of its health."""
