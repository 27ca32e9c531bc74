//! Where bytes go: standard output, or a file that has its name only when it is whole. Compressed on the way.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

const BUFFER: usize = 1 << 16;

/// How an output is compressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Compression {
    /// gzip
    Gz,
    /// Zstandard
    Zst,
}

impl Compression {
    /// What the name of a file says, and the name without it.
    pub(crate) fn of(name: &str) -> (Option<Self>, &str) {
        let ends = [(Self::Gz, ".gz"), (Self::Zst, ".zst")];
        let found = ends.iter().find_map(|(way, end)| Some((*way, name.strip_suffix(end)?)));
        found.map_or((None, name), |(way, rest)| (Some(way), rest))
    }

    pub(crate) fn suffix(self) -> &'static str {
        match self {
            Self::Gz => ".gz",
            Self::Zst => ".zst",
        }
    }
}

/// A file under a temporary name beside its own. It is removed again unless it is kept.
#[derive(Debug)]
pub(crate) struct Unfinished {
    temporary: PathBuf,
    target: PathBuf,
    kept: bool,
}

impl Unfinished {
    /// A name beside `target`, and an empty file of that name.
    pub(crate) fn create(target: &Path) -> io::Result<(Self, File)> {
        // A link stays a link: what it leads to is replaced.
        let target = fs::canonicalize(target).unwrap_or_else(|_| target.to_path_buf());
        let name = target.file_name().ok_or_else(|| io::Error::other("is no name of a file"))?;
        let mut number = 0;
        loop {
            let hidden = format!(".{}.{}-{number}.part", name.to_string_lossy(), std::process::id());
            let temporary = target.with_file_name(hidden);
            match File::options().read(true).write(true).create_new(true).open(&temporary) {
                Ok(file) => return Ok((Self { temporary, target, kept: false }, file)),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists && number < 100 => number += 1,
                Err(e) => return Err(e),
            }
        }
    }

    /// The temporary name.
    #[cfg(feature = "sqlite")]
    pub(crate) fn path(&self) -> &Path {
        &self.temporary
    }

    /// Gives the file its own name, once all of it is on the disk.
    pub(crate) fn keep(mut self, file: &File) -> io::Result<()> {
        file.sync_all()?;
        fs::rename(&self.temporary, &self.target)?;
        self.kept = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.kept {
            // Nothing can be done where this fails, and why the work stopped is said already.
            let _ = fs::remove_file(&self.temporary);
        }
    }
}

/// What lies below the compression.
enum Bottom {
    Stdout(io::Stdout),
    /// A pipe or a device: not to be replaced by a file.
    Device(File),
    File(File, Unfinished),
}

impl Write for Bottom {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Stdout(out) => out.write(bytes),
            Self::Device(file) | Self::File(file, _) => file.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Stdout(out) => out.flush(),
            Self::Device(file) | Self::File(file, _) => file.flush(),
        }
    }
}

enum Way {
    Plain(BufWriter<Bottom>),
    #[cfg(feature = "gzip")]
    Gz(BufWriter<flate2::write::GzEncoder<Bottom>>),
    #[cfg(feature = "zstd")]
    Zst(BufWriter<zstd::Encoder<'static, Bottom>>),
}

/// A stream of bytes to a file or to standard output.
pub(crate) struct Stream(Way);

impl Stream {
    /// To `target`, `None` for standard output.
    pub(crate) fn create(target: Option<&Path>, compression: Option<Compression>) -> io::Result<Self> {
        let bottom = match target {
            None => Bottom::Stdout(io::stdout()),
            Some(path) if fs::metadata(path).is_ok_and(|m| !m.is_file() && !m.is_dir()) => {
                Bottom::Device(File::options().write(true).open(path)?)
            }
            Some(path) if path.is_dir() => return Err(io::Error::from(io::ErrorKind::IsADirectory)),
            Some(path) => {
                let (unfinished, file) = Unfinished::create(path)?;
                Bottom::File(file, unfinished)
            }
        };
        Ok(Self(match compression {
            None => Way::Plain(BufWriter::with_capacity(BUFFER, bottom)),
            #[cfg(feature = "gzip")]
            Some(Compression::Gz) => {
                let encoder = flate2::write::GzEncoder::new(bottom, flate2::Compression::default());
                Way::Gz(BufWriter::with_capacity(BUFFER, encoder))
            }
            #[cfg(feature = "zstd")]
            Some(Compression::Zst) => {
                let mut encoder = zstd::Encoder::new(bottom, zstd::DEFAULT_COMPRESSION_LEVEL)?;
                encoder.include_checksum(true)?;
                Way::Zst(BufWriter::with_capacity(BUFFER, encoder))
            }
            #[cfg(not(all(feature = "gzip", feature = "zstd")))]
            Some(other) => {
                return Err(io::Error::other(format!(
                    "this program was built without {}",
                    other.suffix().trim_start_matches('.')
                )));
            }
        }))
    }

    /// Writes what is still held, and gives a file its name.
    pub(crate) fn finish(self) -> io::Result<()> {
        let mut bottom = match self.0 {
            Way::Plain(buffer) => buffer.into_inner().map_err(|e| e.into_error())?,
            #[cfg(feature = "gzip")]
            Way::Gz(buffer) => buffer.into_inner().map_err(|e| e.into_error())?.finish()?,
            #[cfg(feature = "zstd")]
            Way::Zst(buffer) => buffer.into_inner().map_err(|e| e.into_error())?.finish()?,
        };
        bottom.flush()?;
        match bottom {
            Bottom::Stdout(_) | Bottom::Device(_) => Ok(()),
            Bottom::File(file, unfinished) => unfinished.keep(&file),
        }
    }
}

impl Write for Stream {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.0 {
            Way::Plain(out) => out.write(bytes),
            #[cfg(feature = "gzip")]
            Way::Gz(out) => out.write(bytes),
            #[cfg(feature = "zstd")]
            Way::Zst(out) => out.write(bytes),
        }
    }

    /// Who reads along sees what was written so far; compressed, whole blocks only, since each flush costs size.
    fn flush(&mut self) -> io::Result<()> {
        match &mut self.0 {
            Way::Plain(out) => out.flush(),
            #[cfg(any(feature = "gzip", feature = "zstd"))]
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn ok_a_file_has_its_name_when_it_is_whole() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.txt");
        fs::write(&path, "old").unwrap();
        let mut stream = Stream::create(Some(&path), None).unwrap();
        stream.write_all(b"new").unwrap();
        stream.flush().unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names(folder.path()).len()), ("old", 2));
        stream.finish().unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        drop(Stream::create(Some(&path), None).unwrap());
        assert_eq!(names(folder.path()), ["a.txt"], "what was not finished is gone");
    }

    #[cfg(unix)]
    #[test]
    fn ok_links_and_devices_stay() {
        let folder = tempfile::tempdir().unwrap();
        let (real, link) = (folder.path().join("real"), folder.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        let mut stream = Stream::create(Some(&link), None).unwrap();
        stream.write_all(b"new").unwrap();
        stream.finish().unwrap();
        assert!(link.is_symlink() && fs::read_to_string(&real).unwrap() == "new");

        let mut stream = Stream::create(Some(Path::new("/dev/null")), None).unwrap();
        stream.write_all(b"gone").unwrap();
        stream.finish().unwrap();
        assert!(!Path::new("/dev/null").is_file());
    }

    #[test]
    fn ok_names_tell_the_compression() {
        assert_eq!(Compression::of("a.jsonl.gz"), (Some(Compression::Gz), "a.jsonl"));
        assert_eq!(Compression::of("a.zst"), (Some(Compression::Zst), "a"));
        assert_eq!(Compression::of("gz"), (None, "gz"));
    }
}
