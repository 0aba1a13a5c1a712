#!/usr/bin/env python3
"""Prints data/golden.json: what the SDK must send and read, sealed by other people's code, hashlib and openssl."""

import base64
import hashlib
import json
import subprocess
from urllib.parse import urlencode

AES_KEY = "pgSettle30y739r82jtd709yOfZ2yK5K"
HASH_KEY = "ST1009281328226982205"
MERCHANT, ORDER, DATE, TIME = "nxca_jt_il", "W20260102A", "20260102", "030405"
TRADE = "STFP_PGCAnxca_jt_il0260102030405M1000001"
TRANSFER = "STFP_PGRAnxca_jt_il0260102030405M1000001"


def aes(text):
    command = ["openssl", "enc", "-aes-256-ecb", "-K", AES_KEY.encode().hex()]
    return base64.b64encode(subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout).decode()


def sha(*parts):
    return hashlib.sha256(("".join(parts) + HASH_KEY).encode()).hexdigest()


def head(business, **more):
    return {"mchtId": MERCHANT, "ver": "0A19", "method": "CA", "bizType": business, "encCd": "23",
            "mchtTrdNo": ORDER, "trdDt": DATE, "trdTm": TIME} | more


def done(business, message="정상처리"):
    return head(business, trdNo=TRADE, outStatCd="0021", outRsltCd="0000", outRsltMsg=message)


CUSTOMER = {"pmtprdNm": "들꽃 엽서", "mchtCustNm": "홍길동", "mchtCustId": "hong"}
CARD_ANSWER = {"issrId": "NHC", "cardNm": "NH체크", "cardKind": "체크", "ninstmtTypeCd": "N", "apprNo": "30001234"}
PAY_HASH = sha("0021", DATE, TIME, MERCHANT, ORDER, "10000")

window = {
    "mchtId": MERCHANT, "method": "card", "trdDt": DATE, "trdTm": TIME, "mchtTrdNo": ORDER,
    "mchtName": "들꽃 문구점", "mchtEName": "Wildflower", "pmtPrdtNm": "<엽서> & '꽃'",
    "trdAmt": aes("10000"), "notiUrl": "http://127.0.0.1:9/n", "nextUrl": "http://127.0.0.1:9/r",
    "cancUrl": "http://127.0.0.1:9/c", "mchtCustId": aes("hong"), "cardGb": "NHC", "instmtMon": "03",
    "taxTypeCd": "G", "taxAmt": aes("5000"), "vatAmt": aes("500"), "taxFreeAmt": aes("4500"),
    "pktHash": sha(MERCHANT, "card", ORDER, DATE, TIME, "10000"),
}

calls = {
    "pay": {
        "request": {"params": head("B0"), "data": CUSTOMER | {
            "cardNo": aes("4111111111111111"), "vldDtMon": aes("12"), "vldDtYear": aes("30"), "instmtMon": "00",
            "crcCd": "KRW", "trdAmt": aes("10000"), "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "10000")}},
        "answer": {"params": done("B0"), "data": CARD_ANSWER | {
            "trdAmt": aes("10000"), "billKey": "SBILL_01234567890", "pktHash": PAY_HASH}},
    },
    "billing-key-pay": {
        "request": {"params": head("B0"), "data": CUSTOMER | {
            "billKey": "SBILL_01234567890", "instmtMon": "03", "crcCd": "KRW", "trdAmt": aes("10000"),
            "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "10000")}},
        "answer": {"params": done("B0"), "data": CARD_ANSWER | {
            "trdAmt": aes("10000"), "billKey": "SBILL_01234567890", "pktHash": PAY_HASH}},
    },
    "billing-key-issue": {
        "request": {"params": head("A4"), "data": {
            "cardNo": aes("4111111111111111"), "idntNo": aes("991231"), "vldDtMon": aes("12"),
            "vldDtYear": aes("30"), "cardPwd": aes("57"), "keyRegYn": "Y",
            "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "0")}},
        "answer": {"params": done("A4"), "data": {
            "billKey": "SBILL_01234567890", "pktHash": sha("0021", DATE, TIME, MERCHANT, ORDER, "0")}},
    },
    "billing-key-delete": {
        "request": {"params": head("A1"), "data": {
            "billKey": "SBILL_01234567890", "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "0")}},
        "answer": {"params": done("A1"), "data": {
            "billKey": "SBILL_01234567890", "pktHash": sha("0021", DATE, TIME, MERCHANT, ORDER, "0")}},
    },
    "capture": {
        "request": {"params": head("B2"), "data": {
            "trdAmt": aes("10000"), "authTrdNo": TRADE, "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "10000")}},
        "answer": {"params": done("B2"), "data": {
            "trdAmt": aes("10000"), "apprNo": "30001234", "fnNm": "NH농협", "fnCd": "NHC", "dcTrdAmt": aes("0"),
            "dcYn": "N", "pktHash": PAY_HASH}},
    },
    "cancel": {
        "request": {"params": head("C0"), "data": {
            "orgTrdNo": TRADE, "crcCd": "KRW", "cnclOrd": "002", "cnclAmt": aes("4000"), "cnclRsn": "변심",
            "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "4000")}},
        "answer": {"params": done("C0"), "data": {
            "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "4000"), "orgTrdNo": TRADE, "cnclAmt": aes("4000"),
            "cardCnclAmt": aes("4000"), "pntCnclAmt": aes("0"), "blcAmt": aes("5000")}},
    },
    "transfer-capture": {
        "request": {"params": head("B1", method="RA"), "data": {
            "trdAmt": aes("10000"), "authTrdNo": TRANSFER, "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "10000")}},
        "answer": {"params": done("B1") | {"method": "RA", "trdNo": TRANSFER}, "data": {
            "authTrdNo": TRANSFER, "prdtNm": "들꽃 엽서", "trdAmt": "10000", "fnCd": "004", "fnNm": "국민은행",
            "notiUrl": "http://127.0.0.1:9/n", "pktHash": PAY_HASH}},
    },
    "transfer-cancel": {
        "request": {"params": head("C0", method="RA"), "data": {
            "orgTrdNo": TRANSFER, "crcCd": "KRW", "cnclOrd": "002", "cnclAmt": aes("4000"), "cnclRsn": "변심",
            "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "4000")}},
        "answer": {"params": done("C0") | {"method": "RA"}, "data": {
            "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "4000"), "orgTrdNo": TRANSFER, "cnclAmt": aes("4000"),
            "blcAmt": aes("5000")}},
    },
    "inquiry": {
        "request": {"params": {"mchtId": MERCHANT, "ver": "0A1M", "mchtTrdNo": ORDER, "trdDt": DATE, "trdTm": TIME},
                    "data": {"method": "CA", "trdAmt": "10000", "orgTrdDt": "20260101", "orgMchtTrdNo": ORDER,
                             "pktHash": sha(DATE, TIME, MERCHANT, ORDER, "10000")}},
        "answer": {"params": {"mchtId": MERCHANT, "ver": "0A1M", "mchtTrdNo": ORDER, "trdNo": TRADE, "trdDt": DATE,
                              "trdTm": TIME, "outStatCd": "0021", "outRsltCd": "0000", "outRsltMsg": "정상처리"},
                   "data": {"pktHash": sha(DATE, TIME, MERCHANT, ORDER, "10000"), "method": "CA",
                            "trdAmt": "10000", "cnclAmt": "1000"}},
    },
}

refused = {"params": head("B0", trdNo=TRADE, outStatCd="0031", outRsltCd="ST03", outRsltMsg="이미 결제된 주문"),
           "data": {"trdAmt": "", "pktHash": ""}}

note = {
    "outStatCd": "0021", "trdNo": TRADE, "method": "CA", "bizType": "C0", "mchtId": MERCHANT, "mchtTrdNo": ORDER,
    "pmtprdNm": "들꽃 엽서 & 봉투", "trdDtm": DATE + TIME, "trdAmt": "4000", "cardNm": "NH체크",
    "cardNo": "949019******0402", "cardApprNo": "30001234", "orgTrdNo": "ORIGINAL", "orgTrdDt": "20260101",
    "billKey": "SBILL_01234567890", "cnclType": "01", "mchtParam": "들꽃",
    "pktHash": sha("0021", DATE, TIME, MERCHANT, ORDER, "4000").upper(),
}

result = {
    "mchtId": MERCHANT, "outStatCd": "0061", "outRsltCd": "0000", "outRsltMsg": "인증 성공", "method": "card",
    "mchtTrdNo": ORDER, "trdNo": TRADE, "trdAmt": aes("10000"), "mchtCustId": "", "fnNm": "NH농협", "authDt": "",
}
transfer_window = {name: value for name, value in window.items() if name not in ("cardGb", "instmtMon")} | {
    "method": "bank", "pktHash": sha(MERCHANT, "bank", ORDER, DATE, TIME, "10000"),
}
transfer_note = {
    "outStatCd": "0021", "trdNo": TRANSFER, "method": "RA", "bizType": "B1", "mchtId": MERCHANT, "mchtTrdNo": ORDER,
    "trdDtm": DATE + TIME, "trdAmt": "10000", "bankCd": "004", "bankNm": "국민은행", "acntPrintNm": "들꽃",
    "AcntPrintNm": "들꽃", "csrcIssNo": "012345678", "pktHash": PAY_HASH,
}
transfer_result = result | {"method": "bank", "trdNo": TRANSFER, "fnNm": "국민은행", "fnCd": "004", "outStatCd": "0021"}
given_up = result | {"outStatCd": "0031", "outRsltCd": "0009", "outRsltMsg": "사용자 취소"}

print(json.dumps({
    "window": window,
    "transfer": {"window": transfer_window, "notification": urlencode(transfer_note), "result": urlencode(transfer_result)},
    "calls": calls,
    "refused": refused,
    "notification": {"utf-8": urlencode(note), "euc-kr": urlencode(note, encoding="euc-kr")},
    "result": urlencode(result),
    "given_up": urlencode(given_up),
}, ensure_ascii=False, indent=1))
