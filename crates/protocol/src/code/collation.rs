//! The codes of the collation APIs. PG 39, 40.

use super::{Row, row};

#[rustfmt::skip]
pub(super) const ROWS: &[Row] = &[
    row(*b"0000", "정상 처리 되었습니다.", "Processed normally"),
    row(*b"1001", "조회내역 없음", "Nothing found"),
    row(*b"ST09", "유효하지 않은 요청전문", "Invalid request message"),
    row(*b"ST10", "내부 시스템 에러", "Internal system error"),
    row(*b"ST90", "등록되지 않은 상점 아이디", "Merchant ID is not registered"),
    row(*b"ST91", "필수 파라미터 오류", "A required parameter is wrong"),
    row(*b"ST92", "해쉬 값 불일치", "Hash differs"),
];
