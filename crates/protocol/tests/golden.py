#!/usr/bin/env python3
"""Prints data/golden.json: messages sealed by other people's code, hashlib and the openssl command.

The classes, recipes and flags are those of data/catalogue; only the cases stand here.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
from urllib.parse import urlencode

AES_KEY = "pgSettle30y739r82jtd709yOfZ2yK5K"
HASH_KEY = "ST1009281328226982205"
FOLDER = pathlib.Path(__file__).parent / "data" / "catalogue"
CATALOGUE = {
    message: facts
    for file in sorted(FOLDER.glob("*.json"))
    for api in json.loads(file.read_text())
    for message, facts in api["messages"].items()
}

HEAD = {"ver": "0A19", "method": "CA", "encCd": "23", "trdDt": "20260102", "trdTm": "030405"}
CUSTOMER = {"pmtprdNm": "테스트상품", "mchtCustNm": "홍길동", "mchtCustId": "HongGilDong"}
CARD = {"cardNo": "4111111111111111", "vldDtMon": "12", "vldDtYear": "30"}
LEGACY = {"idntNo": "991231", "cardPwd": "00"}
WINDOW = {
    "mchtId": "nxca_jt_il",
    "method": "card",
    "trdDt": "20260102",
    "trdTm": "030405",
    "mchtTrdNo": "GOLD20260102000000",
    "mchtName": "헥토파이낸셜",
    "mchtEName": "Hecto Financial",
    "pmtPrdtNm": "테스트상품",
    "trdAmt": "10000",
    "notiUrl": "http://127.0.0.1:9/noti",
    "nextUrl": "http://127.0.0.1:9/next",
    "cancUrl": "http://127.0.0.1:9/canc",
}
MIXED_TAX = {"taxTypeCd": "G", "taxAmt": "5000", "vatAmt": "500", "taxFreeAmt": "4000", "svcAmt": "500"}
NOTIFIED = {
    "outStatCd": "0021",
    "trdNo": "STFP_PGCAnxca_jt_il0260102030405M1000001",
    "method": "CA",
    "mchtId": "nxca_jt_il",
    "mchtTrdNo": "GOLD20260102000000",
    "mchtCustNm": "홍길동",
    "mchtName": "헥토파이낸셜",
    "pmtprdNm": "테스트상품 & 배송비",
    "trdAmt": "10000",
    "cardNo": "411111******1111",
    "cardApprNo": "30001234",
    "mchtParam": "name=HongGilDong&age=25",
}
TRANSFER = {"mchtId": "nx_mid_il", "method": "bank", "mchtTrdNo": "GOLD20260102000020"}
TRANSFER_NOTIFIED = {
    "trdNo": "STFP_PGRAnx_mid_il00260102030405M1000001",
    "method": "RA",
    "mchtId": "nx_mid_il",
    "mchtTrdNo": "GOLD20260102000020",
    "bankCd": "004",
    "bankNm": "국민은행",
    "acntPrintNm": "문구점",
    "AcntPrintNm": "문구점",
}

CASES = [
    ("card.request", WINDOW),
    (
        "card.request",
        WINDOW
        | MIXED_TAX
        | {
            "mchtCustNm": "홍길동",
            "mchtParam": "a=1&b=둘 + 셋%",
            "email": "hong+1@example.com",
            "prdtTerm": "20261231235959",
            "instmtMon": "03",
        },
    ),
    (
        "card-pay.request",
        HEAD
        | CUSTOMER
        | CARD
        | {
            "mchtId": "nxca_jt_bi",
            "bizType": "B0",
            "mchtTrdNo": "GOLD20260102000001",
            "instmtMon": "00",
            "crcCd": "KRW",
            "trdAmt": "10000",
        },
    ),
    (
        "card-pay.request",
        HEAD
        | CUSTOMER
        | CARD
        | LEGACY
        | MIXED_TAX
        | {
            "mchtId": "nxca_ks_gu",
            "bizType": "B0",
            "mchtTrdNo": "GOLD20260102000011",
            "instmtMon": "12",
            "crcCd": "KRW",
            "trdAmt": "10000",
            "notiUrl": "http://127.0.0.1:9/noti?a=b",
            "mchtParam": "{\"a\":\"b\\\\c\"}",
        },
    ),
    (
        "card-billkey-issue.request",
        HEAD
        | CARD
        | LEGACY
        | {"mchtId": "nxca_ks_gu", "bizType": "A4", "mchtTrdNo": "GOLD20260102000002", "keyRegYn": "Y"},
    ),
    (
        "card-billkey-pay.request",
        HEAD
        | CUSTOMER
        | {
            "mchtId": "nxca_jt_bi",
            "bizType": "B0",
            "mchtTrdNo": "GOLD20260102000003",
            "billKey": "SBILL_0123456789",
            "instmtMon": "00",
            "crcCd": "KRW",
            "trdAmt": "10000",
        },
    ),
    (
        "card-billkey-delete.request",
        HEAD
        | {
            "mchtId": "nxca_jt_bi",
            "bizType": "A1",
            "mchtTrdNo": "GOLD20260102000004",
            "billKey": "SBILL_0123456789",
        },
    ),
    (
        "card-cancel.request",
        HEAD
        | {
            "mchtId": "nxca_jt_bi",
            "bizType": "C0",
            "mchtTrdNo": "GOLD20260102000005",
            "orgTrdNo": "STFP_PGCAnxca_jt_bi0260102030405M1000001",
            "crcCd": "KRW",
            "cnclOrd": "001",
            "cnclAmt": "10000",
        },
    ),
    (
        "card-capture.request",
        HEAD
        | {
            "mchtId": "nxca_jt_hd",
            "bizType": "B2",
            "mchtTrdNo": "GOLD20260102000006",
            "trdAmt": "10000",
            "authTrdNo": "STFP_PGCAnxca_jt_hd0260102030405M1000002",
        },
    ),
    (
        "inquiry.request",
        {
            "mchtId": "nx_mid_il",
            "ver": "0A1M",
            "mchtTrdNo": "GOLD20260102000032",
            "trdDt": "20260102",
            "trdTm": "030405",
            "method": "VA",
            "trdAmt": "10000",
            "orgTrdDt": "20260102",
            "orgMchtTrdNo": "ORDER20211231100000",
        },
    ),
    ("card.notification", NOTIFIED | {"bizType": "B0", "trdDtm": "20260102030459"}),
    (
        "card.notification",
        NOTIFIED
        | {
            "bizType": "C0",
            "trdDtm": "20260103000001",
            "orgTrdNo": "STFP_PGCAnxca_jt_il0260102030405M1000001",
            "orgTrdDt": "20260102",
            "cnclType": "00",
        },
    ),
    ("bank.request", WINDOW | TRANSFER | {"custAcntSumry": "문구점"}),
    (
        "bank.notification",
        NOTIFIED
        | TRANSFER_NOTIFIED
        | {"bizType": "B0", "trdDtm": "20260102030406", "csrcIssNo": "012345678"},
    ),
    (
        "bank-cancel.request",
        HEAD
        | {
            "mchtId": "nx_mid_il",
            "method": "RA",
            "bizType": "C0",
            "mchtTrdNo": "GOLD20260102000021",
            "orgTrdNo": "STFP_PGRAnx_mid_il00260102030405M1000001",
            "crcCd": "KRW",
            "cnclOrd": "001",
            "cnclAmt": "10000",
            "cnclRsn": "고객 변심",
        },
    ),
    (
        "bank-capture.request",
        HEAD
        | {
            "mchtId": "nx_mid_hd",
            "method": "RA",
            "bizType": "B1",
            "mchtTrdNo": "GOLD20260102000022",
            "trdAmt": "10000",
            "authTrdNo": "STFP_PGRAnx_mid_hd00260102030405M1050001",
        },
    ),
    (
        "bank-capture.response",
        HEAD
        | {
            "mchtId": "nx_mid_hd",
            "method": "RA",
            "bizType": "B1",
            "mchtTrdNo": "GOLD20260102000022",
            "trdNo": "STFP_PGRAnx_mid_hd00260102030405M1050001",
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
            "authTrdNo": "STFP_PGRAnx_mid_hd00260102030405M1050001",
            "prdtNm": "테스트상품",
            "ordNm": "홍길동",
            "trdAmt": "10000",
            "fnCd": "004",
            "fnNm": "국민은행",
            "notiUrl": "http://127.0.0.1:9/noti",
        },
    ),
    (
        "card-billkey-delete.response",
        HEAD
        | {
            "mchtId": "nxca_jt_bi",
            "bizType": "A1",
            "mchtTrdNo": "GOLD20260102000004",
            "trdNo": "STFP_PGCAnxca_jt_bi0260102030405M1000003",
            "outStatCd": "0021",
            "outRsltCd": "0000",
            "outRsltMsg": "정상처리",
            "billKey": "SBILL_0123456789",
        },
    ),
]


def encrypted(text):
    command = ["openssl", "enc", "-aes-256-ecb", "-K", AES_KEY.encode().hex()]
    sealed = subprocess.run(command, input=text.encode(), capture_output=True, check=True).stdout
    return base64.b64encode(sealed).decode()


def part(name, plain, known):
    if name == "0":
        return name
    if name == "trdDtm[..8]":
        return plain["trdDtm"][:8]
    if name == "trdDtm[8..]":
        return plain["trdDtm"][8:]
    # 10.4 names an amount that its message lacks: a zero stands for it, as in the request's recipe.
    return plain.get(name, "") if name in known else "0"


def sealed(message, plain):
    table = CATALOGUE[message]
    known = {field["name"] for field in table["fields"]}
    hashed = "".join(part(name, plain, known) for name in table["hash"])
    groups = {}
    for field in table["fields"]:
        name, values = field["name"], groups.setdefault(field.get("in", "whole"), {})
        if name in plain:
            values[name] = encrypted(plain[name]) if field.get("encrypted") else plain[name]
    list(groups.values())[-1]["pktHash"] = hashlib.sha256((hashed + HASH_KEY).encode()).hexdigest()
    if table["transport"] == "form":
        # As browsers do: they leave the star alone.
        body = urlencode(groups["whole"], safe="*")
    else:
        body = json.dumps(groups, ensure_ascii=False, separators=(",", ":"))
    return {"message": message, "plain": plain, "hashed": hashed, "body": body}


cases = [sealed(message, plain) for message, plain in CASES]
print(json.dumps({"aes_key": AES_KEY, "hash_key": HASH_KEY, "cases": cases}, ensure_ascii=False, indent=2))
