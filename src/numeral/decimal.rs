//! Exact decimal values: what a numeral in a report says, without the noise of binary fractions.

use std::fmt;

/// An exact decimal number, `mantissa × 10^-scale`.
///
/// ```
/// use dangjian::numeral::Decimal;
///
/// assert_eq!(Decimal::new(340, 2).to_string(), "3.4");
/// assert_eq!(Decimal::integer(15_000_000_000).to_f64(), 1.5e10);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    mantissa: i128,
    scale: u8,
}

impl Decimal {
    /// Zero.
    pub const ZERO: Self = Self::integer(0);

    /// A whole number.
    pub const fn integer(value: i128) -> Self {
        Self { mantissa: value, scale: 0 }
    }

    /// `mantissa × 10^-scale`, in lowest terms.
    pub const fn new(mut mantissa: i128, mut scale: u8) -> Self {
        while scale > 0 && mantissa % 10 == 0 {
            mantissa /= 10;
            scale -= 1;
        }
        Self { mantissa, scale }
    }

    /// The product, unless it is too large.
    pub fn times(self, factor: i128) -> Option<Self> {
        Some(Self::new(self.mantissa.checked_mul(factor)?, self.scale))
    }

    /// The sum, unless it is too large.
    pub fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let a = self.mantissa.checked_mul(pow10(scale - self.scale)?)?;
        let b = other.mantissa.checked_mul(pow10(scale - other.scale)?)?;
        Some(Self::new(a.checked_add(b)?, scale))
    }

    /// The value divided by a power of ten.
    pub fn shift(self, places: u8) -> Option<Self> {
        Some(Self::new(self.mantissa, self.scale.checked_add(places)?))
    }

    /// The quotient to fifteen significant digits, as figures are printed; `None` for a divisor of zero.
    pub fn over(self, divisor: Self) -> Option<Self> {
        let scale = self.scale.max(divisor.scale);
        let a = self.mantissa.checked_mul(pow10(scale - self.scale)?)?;
        let b = divisor.mantissa.checked_mul(pow10(scale - divisor.scale)?)?;
        if b == 0 {
            return None;
        }
        if a % b == 0 {
            return Some(Self::integer(a / b));
        }
        // As many places as leave fifteen significant digits.
        let (mut x, y) = (a.unsigned_abs(), b.unsigned_abs());
        let mut places: u8 = 15;
        let mut whole = x / y;
        while whole > 0 && places > 0 {
            whole /= 10;
            places -= 1;
        }
        let mut probe = x.checked_mul(10)?;
        while probe < y && places < 30 {
            probe = probe.checked_mul(10)?;
            places += 1;
        }
        x = x.checked_mul(u128::try_from(pow10(places)?).ok()?)?;
        let rounded = i128::try_from((x + y / 2) / y).ok()?;
        Some(Self::new(if (a < 0) == (b < 0) { rounded } else { -rounded }, places))
    }

    /// The value with the other sign.
    pub const fn negated(self) -> Self {
        Self { mantissa: -self.mantissa, scale: self.scale }
    }

    /// The whole number, if it is one.
    pub const fn to_integer(self) -> Option<i128> {
        if self.scale == 0 { Some(self.mantissa) } else { None }
    }

    /// The nearest binary number.
    pub fn to_f64(self) -> f64 {
        if self.scale == 0 && self.mantissa.unsigned_abs() < (1 << 53) {
            return self.mantissa as f64;
        }
        self.to_string().parse().unwrap_or(f64::NAN)
    }

    /// Whether the value is below zero.
    pub const fn is_negative(self) -> bool {
        self.mantissa < 0
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        self.to_f64().partial_cmp(&other.to_f64())
    }
}

impl fmt::Display for Decimal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scale == 0 {
            return write!(f, "{}", self.mantissa);
        }
        let digits =
            format!("{:0>width$}", self.mantissa.unsigned_abs(), width = usize::from(self.scale) + 1);
        let (whole, part) = digits.split_at(digits.len() - usize::from(self.scale));
        write!(f, "{}{whole}.{part}", if self.mantissa < 0 { "-" } else { "" })
    }
}

/// Ten to the power of `n`, up to 38.
pub(crate) fn pow10(n: u8) -> Option<i128> {
    10i128.checked_pow(u32::from(n))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ok_quotients_have_fifteen_digits() {
        let q = |a, b| Decimal::integer(a).over(Decimal::integer(b)).map(|d| d.to_string());
        assert_eq!(q(3, 4002).as_deref(), Some("0.000749625187406297"));
        assert_eq!(q(157, 3).as_deref(), Some("52.3333333333333"));
        assert_eq!(q(1, 2).as_deref(), Some("0.5"));
        assert_eq!(q(-1, 3).as_deref(), Some("-0.333333333333333"));
        assert_eq!(q(1, 0), None);
    }
}
