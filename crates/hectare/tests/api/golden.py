#!/usr/bin/env python3
"""Writes golden.json: calls as a merchant that shares no code with the gateway makes them.

Values are sealed by the openssl command and hashed by hashlib. `{trdNo}` and `{billKey}` stand
for what earlier answers say: no hash covers them. `answer` holds the fields of the answer that are known
beforehand, sealed and hashed here as well.
"""

import base64
import hashlib
import json
import pathlib
import subprocess

AES_KEY = "pgSettle30y739r82jtd709yOfZ2yK5K"
HASH_KEY = "ST1009281328226982205"
DATE, TIME = "20260102", "030405"


def sealed(plain):
    command = ["openssl", "enc", "-aes-256-ecb", "-K", AES_KEY.encode().hex()]
    result = subprocess.run(command, input=plain.encode(), capture_output=True, check=True)
    return base64.b64encode(result.stdout).decode()


def hashed(*values):
    return hashlib.sha256("".join([*values, HASH_KEY]).encode()).hexdigest()


def call(name, path, merchant, business, order, data, hashed_amount, answer, signs=False):
    head = {"mchtId": merchant, "ver": "0A19", "method": "CA", "bizType": business, "encCd": "23"}
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
]

path = pathlib.Path(__file__).parent / "golden.json"
path.write_text(json.dumps(CALLS, ensure_ascii=False, indent=2) + "\n")
