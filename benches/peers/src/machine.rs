//! The machine on which the figures were measured.

use std::fs;
use std::process::Command;
use std::thread;

/// Returns one line: the processor, its cores, the system, the compiler.
pub(crate) fn describe() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let value = |name| cpus.lines().find(|line| line.starts_with(name)).and_then(|line| line.split(": ").nth(1));
    let model = value("model name").unwrap_or("unknown processor");
    let flags = value("flags").unwrap_or_default();
    let simd = ["avx2", "avx512bw"].into_iter().filter(|flag| flags.split(' ').any(|other| other == *flag));
    let simd = simd.collect::<Vec<_>>().join(", ");
    let cores = thread::available_parallelism().map_or(0, usize::from);
    let rustc = Command::new("rustc").arg("--version").output();
    let rustc = rustc.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    let native = if cfg!(target_feature = "avx2") { "with AVX2" } else { "for the baseline of the architecture" };
    let profile = if cfg!(debug_assertions) { " NOT OPTIMISED: the rates below say nothing." } else { "" };
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("Machine: {model} ({simd}), {cores} cores, {os} {arch}; {rustc}, compiled {native}.{profile}")
}
