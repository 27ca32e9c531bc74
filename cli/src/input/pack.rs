//! Compressed files: gzip, zstd, xz, bzip2; each may hold several streams, one behind the other.

use super::fault::Fault;
use super::kind::Kind;
use std::io::{self, BufRead, Read};

/// The most memory that a file may ask for to be unpacked: what the largest preset of `xz` and `zstd --ultra` need.
const WINDOW: u64 = 128 << 20;

/// What a compressed file holds.
pub(super) fn unpack<'a>(kind: Kind, packed: &'a mut dyn BufRead) -> Result<Box<dyn Read + 'a>, Fault> {
    match kind {
        #[cfg(feature = "gzip")]
        Kind::Gz => Ok(Box::new(flate2::bufread::MultiGzDecoder::new(packed))),
        #[cfg(feature = "bzip2")]
        Kind::Bz2 => Ok(Box::new(bzip2::bufread::MultiBzDecoder::new(packed))),
        #[cfg(feature = "xz")]
        Kind::Xz => {
            Ok(Box::new(lzma_rust2::XzReader::new_mem_limit(packed, true, (WINDOW >> 10) as u32 + 1024)))
        }
        #[cfg(feature = "zstd")]
        Kind::Zst => Ok(Box::new(Frames { packed, decoder: None })),
        _ => {
            let _ = (packed, WINDOW);
            Err(unsupported(kind))
        }
    }
}

/// A format that this command was built without.
pub(super) fn unsupported(kind: Kind) -> Fault {
    Fault::new("unsupported", format!("{kind:?} files are not read: the command was built without them"))
}

/// The frames of a zstd file.
#[cfg(feature = "zstd")]
struct Frames<'a> {
    packed: &'a mut dyn BufRead,
    /// Of the frame that is being read; the window is kept for the next one.
    decoder: Option<(ruzstd::decoding::FrameDecoder, bool)>,
}

#[cfg(feature = "zstd")]
impl Frames<'_> {
    /// Begins the next frame; frames for other programs are passed over. False at the end of the file.
    fn begin(&mut self) -> io::Result<bool> {
        use ruzstd::decoding::FrameDecoder;
        use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
        let mut decoder = self.decoder.take().map_or_else(FrameDecoder::new, |(decoder, _)| decoder);
        decoder.set_max_window_size(WINDOW);
        while !self.packed.fill_buf()?.is_empty() {
            match decoder.init(&mut self.packed) {
                Ok(()) => {
                    self.decoder = Some((decoder, true));
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    io::copy(&mut (&mut self.packed).take(u64::from(length)), &mut io::sink())?;
                }
                Err(error) => return Err(io::Error::new(io::ErrorKind::InvalidData, error)),
            }
        }
        Ok(false)
    }
}

#[cfg(feature = "zstd")]
impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        use ruzstd::decoding::BlockDecodingStrategy;
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            let Some((decoder, true)) = &mut self.decoder else {
                if self.begin()? {
                    continue;
                }
                return Ok(0);
            };
            while decoder.can_collect() < buffer.len() && !decoder.is_finished() {
                let missing = buffer.len() - decoder.can_collect();
                decoder
                    .decode_blocks(&mut self.packed, BlockDecodingStrategy::UptoBytes(missing))
                    .map_err(|e| io::Error::new(io::ErrorKind::InvalidData, e))?;
            }
            let read = decoder.read(buffer)?;
            if read > 0 {
                return Ok(read);
            }
            if let Some((_, open)) = &mut self.decoder {
                *open = false;
            }
        }
    }
}
