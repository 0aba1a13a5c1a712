#!/usr/bin/env python3
"""Writes golden.json: calls as a merchant that shares no code with the gateway makes them.

Values are sealed by the openssl command and hashed by hashlib. `{trdNo}`, `{transfer}`, `{agreement}` and `{billKey}` stand
for what earlier answers say: no hash covers them. A call with a `form` opens a window; its answer is what the browser takes home. `answer` holds the fields of the answer that are known
beforehand, sealed and hashed here as well.
"""

import base64
import hashlib
import json
import pathlib
import subprocess
import urllib.parse

AES_KEY = "pgSettle30y739r82jtd709yOfZ2yK5K"
HASH_KEY = "ST1009281328226982205"
DATE, TIME = "20260102", "030405"


def sealed(plain):
    command = ["openssl", "enc", "-aes-256-ecb", "-K", AES_KEY.encode().hex()]
    result = subprocess.run(command, input=plain.encode(), capture_output=True, check=True)
    return base64.b64encode(result.stdout).decode()


def hashed(*values):
    return hashlib.sha256("".join([*values, HASH_KEY]).encode()).hexdigest()


def window(name, path, merchant, method, order, amount, fields, answer):
    head = {"mchtId": merchant, "method": method, "trdDt": DATE, "trdTm": TIME, "mchtTrdNo": order}
    head |= {"trdAmt": sealed(amount), "pktHash": hashed(merchant, method, order, DATE, TIME, amount)}
    known = {"outStatCd": "0021", "outRsltCd": "0000", "mchtTrdNo": order, "trdAmt": sealed(amount)}
    return {"name": name, "path": path, "form": urllib.parse.urlencode(head | fields), "answer": known | answer}


def call(name, path, merchant, business, order, data, hashed_amount, answer, signs=False, method="CA"):
    head = {"mchtId": merchant, "ver": "0A19", "method": method, "bizType": business, "encCd": "23"}
    head |= {"mchtTrdNo": order, "trdDt": DATE, "trdTm": TIME}
    if business is None:
        head = {"mchtId": merchant, "ver": "0A1M", "mchtTrdNo": order, "trdDt": DATE, "trdTm": TIME}
    request_hash = hashed(DATE, TIME, merchant, order, hashed_amount)
    answer_hash = hashed("0021", DATE, TIME, merchant, order, hashed_amount) if signs else request_hash
    body = {"params": head, "data": data | {"pktHash": request_hash}}
    return {
        "name": name,
        "path": path,
        "body": json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        "answer": {"outStatCd": "0021", "mchtTrdNo": order, "pktHash": answer_hash} | answer,
    }


CUSTOMER = {"pmtprdNm": "테스트상품", "mchtCustNm": "홍길동", "mchtCustId": "HongGilDong"}
CARD = {"cardNo": sealed("4111111111111111"), "vldDtMon": sealed("12"), "vldDtYear": sealed("30")}
HOLDER = {"idntNo": sealed("991231"), "cardPwd": sealed("00")}
PRICE = {"instmtMon": "00", "crcCd": "KRW", "trdAmt": sealed("10000")}
PART = {"orgTrdNo": "{trdNo}", "crcCd": "KRW", "cnclOrd": "001", "cnclAmt": sealed("2500")}
FOUND = {"method": "CA", "trdAmt": "10000", "orgTrdDt": DATE, "orgMchtTrdNo": "GOLD0001"}

SHOP = {
    "mchtName": "나무상점", "mchtEName": "Wood Shop", "pmtPrdtNm": "테스트상품", "mchtCustId": sealed("HongGilDong"),
    "notiUrl": "http://127.0.0.1:9/noti", "nextUrl": "http://127.0.0.1:9/next", "cancUrl": "http://127.0.0.1:9/canc",
}

CALLS = [
    call(
        "payment", "/spay/APICardActionPay.do", "nxca_jt_bi", "B0", "GOLD0001",
        CUSTOMER | CARD | PRICE, "10000",
        {"outRsltCd": "0000", "trdAmt": sealed("10000"), "vldDtMon": "12", "vldDtYear": "30"}, signs=True,
    ),
    call(
        "inquiry", "/spay/APITrdcheck.do", "nxca_jt_bi", None, "GOLD0002",
        FOUND | {"orgTrdNo": "{trdNo}"}, "10000", {"outRsltCd": "0000", "trdAmt": "10000", "cnclAmt": "0"},
    ),
    call(
        "cancel", "/spay/APICancel.do", "nxca_jt_bi", "C0", "GOLD0003",
        PART, "2500",
        {"outRsltCd": "0000", "cnclAmt": sealed("2500"), "blcAmt": sealed("7500"), "pntCnclAmt": sealed("0")},
    ),
    call(
        "key issue", "/spay/APICardAuth.do", "nxca_ks_gu", "A4", "GOLD0004",
        CARD | HOLDER | {"keyRegYn": "Y"}, "0",
        {"outRsltCd": "0000", "cardNo": "411111******1111"}, signs=True,
    ),
    call(
        "key payment", "/spay/APICardActionPay.do", "nxca_ks_gu", "B0", "GOLD0005",
        CUSTOMER | PRICE | {"billKey": "{billKey}"}, "10000",
        {"outRsltCd": "0000", "trdAmt": sealed("10000"), "vldDtMon": "12", "vldDtYear": "30"}, signs=True,
    ),
    call(
        "key deletion", "/spay/APICardActionDelkey.do", "nxca_ks_gu", "A1", "GOLD0006",
        {"billKey": "{billKey}"}, "0", {"outRsltCd": "0000"}, signs=True,
    ),
    window(
        "transfer", "/bank/main.do", "nx_mid_il", "bank", "GOLD0007", "10000", SHOP,
        {"method": "bank", "mchtCustId": sealed("HongGilDong"), "fnCd": "004", "fnNm": "국민은행"},
    ),
    call(
        "transfer cancel", "/spay/APICancel.do", "nx_mid_il", "C0", "GOLD0008",
        {"orgTrdNo": "{transfer}", "crcCd": "KRW", "cnclOrd": "001", "cnclAmt": sealed("10000")}, "10000",
        {"outRsltCd": "0000", "cnclAmt": sealed("10000"), "blcAmt": sealed("0")}, method="RA",
    ),
    window(
        "agreement", "/bank/main.do", "nx_mid_hd", "bank", "GOLD0009", "10000", SHOP,
        {"outStatCd": "0061", "method": "bank", "fnCd": "004"},
    ),
    call(
        "transfer capture", "/spay/APIService.do", "nx_mid_hd", "B1", "GOLD0009",
        {"authTrdNo": "{agreement}", "trdAmt": sealed("10000")}, "10000",
        {"outRsltCd": "0000", "trdAmt": "10000", "fnCd": "004", "prdtNm": "테스트상품"}, signs=True, method="RA",
    ),
]

path = pathlib.Path(__file__).parent / "golden.json"
path.write_text(json.dumps(CALLS, ensure_ascii=False, indent=2) + "\n")
