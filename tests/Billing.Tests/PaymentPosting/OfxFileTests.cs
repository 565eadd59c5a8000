using System.Text;
using CleanClaim.Billing.PaymentPosting;
using CleanClaim.Billing.Record;
using CleanClaim.Billing.Vocabulary;

namespace CleanClaim.Billing.Tests.PaymentPosting;

/// <summary>A bank's OFX, 1.x as SGML and 2.x as XML, and what its lines are known by.</summary>
public sealed class OfxFileTests
{
    private const string Head = "OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\nCHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n";

    private static string Sgml(params string[] transactions) => Head + "<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STATUS><CODE>0<SEVERITY>INFO</STATUS><STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>071000013<ACCTID>555<ACCTTYPE>CHECKING</BANKACCTFROM>\r\n"
        + $"<BANKTRANLIST><DTSTART>20260301<DTEND>20260316\r\n{string.Concat(transactions)}</BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\r\n";

    private static string Credit(string day, string amount, string fitid, string words) => $"<STMTTRN>\r\n<TRNTYPE>CREDIT\r\n<DTPOSTED>{day}\r\n<TRNAMT>{amount}\r\n<FITID>{fitid}\r\n{words}\r\n</STMTTRN>\r\n";

    private static string Told(BankLine l) => $"{l.Line} {l.Date:yyyy-MM-dd} {l.Amount} {l.Description} [{l.Trace}] {l.Key}";

    private static string[] Faults(string text) => [.. Assert.Throws<BadInputException>(() => BankFile.Of(Encoding.UTF8.GetBytes(text))).Faults.Select(f => $"{f.Place}: {f.Message}")];

    [Fact]
    public void Of_SGML_and_of_XML_each_transaction_is_a_line_with_day_amount_words_and_trace()
    {
        var sgml = Sgml(Credit("20260312120000[-5:EST]", "60.00", "F1", "<NAME>EVERGREEN\r\n<MEMO>HCCLAIMPMT TRN*1*T1*1770010001 CAF\u00C9 &amp; CO"), Credit("20260313", "+1250,5", "F2", "<CHECKNUM>8842"), Credit("20260313", "0.00", "F3", "<NAME>NOTHING"),
            Credit("20260314", "-20", "F4", "<NAME>RETURNED<MEMO>RETURNED ITEM<REFNUM>R9"));
        string[] expected = ["1 2026-03-12 60.00 EVERGREEN HCCLAIMPMT TRN*1*T1*1770010001 CAF\u00C9 & CO [] 071000013/555|F1|60.00", "2 2026-03-13 1250.50  [8842] 071000013/555|F2|1250.50", "4 2026-03-14 -20.00 RETURNED ITEM [R9] 071000013/555|F4|-20.00"];
        Assert.Equal(expected, BankFile.Of(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes(sgml)).Select(Told));

        const string Xml = """
            <?xml version="1.0" encoding="UTF-8"?><?OFX OFXHEADER="200" VERSION="220" SECURITY="NONE"?>
            <OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>USD</CURDEF><BANKACCTFROM><BANKID>1</BANKID><ACCTID>2</ACCTID></BANKACCTFROM><BANKTRANLIST>
            <STMTTRN><DTPOSTED>20260312</DTPOSTED><TRNAMT>60.00</TRNAMT><FITID>F1</FITID><NAME><![CDATA[A & B]]></NAME><BANKACCTTO><BANKID>8</BANKID><ACCTID>9</ACCTID></BANKACCTTO><ORIGCURRENCY><CURSYM>CAD</CURSYM></ORIGCURRENCY></STMTTRN>
            <STMTTRN><DTPOSTED>20260312</DTPOSTED><TRNAMT>1.00</TRNAMT><FITID>F2</FITID></STMTTRN></BANKTRANLIST></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
            """;
        Assert.Equal(["1 2026-03-12 60.00 A & B [] 1/2|F1|60.00", "2 2026-03-12 1.00  [] 1/2|F2|1.00"], BankFile.Of([0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Xml)]).Select(Told));
    }

    [Fact]
    public void A_file_that_cannot_be_taken_whole_says_where_and_nothing_of_it_is_taken()
    {
        Assert.Equal(
            ["transaction 1 (line 13) DTPOSTED: \"soon\" is no date.", "transaction 1 (line 13) TRNAMT: \"a lot\" is no amount.", "transaction 2 (line 20) FITID: The bank's number of the transaction is missing, so it could not be told from another.",
                "transaction 3 (line 27) CURSYM: The amount is in CAD; the book is in US dollars alone."],
            Faults(Sgml(Credit("soon", "a lot", "F1", ""), Credit("20260312", "1.00", "", ""), Credit("20260312", "1.00", "F3", "<CURRENCY><CURRATE>1<CURSYM>CAD</CURRENCY>"), Credit("20260312", "1.00", "F4", ""))));
        Assert.Equal(["line 11 CURDEF: The account is in CAD; the book is in US dollars alone."], Faults(Sgml().Replace("<CURDEF>USD", "<CURDEF>CAD", StringComparison.Ordinal)));
        Assert.Equal(["file: The file ends before its </OFX>: it was cut off."], Faults(Sgml(Credit("20260312", "1.00", "F1", "")).Replace("</OFX>", "", StringComparison.Ordinal)));
        Assert.Equal(["line 11 CCSTMTRS: This is the statement of a credit card."], Faults(Sgml().Replace("STMTRS>", "CCSTMTRS>", StringComparison.Ordinal)));
        Assert.Equal(["file: The file is no text."], Faults("date,amount\n\0"));
    }

    /// <summary>The week's file and the month's, in which the bank wrote another day and other words to F1: its number is the same, and so is the money.</summary>
    [Theory, OnSqlite, OnPostgres]
    public async Task A_transaction_is_known_by_the_banks_number_in_every_later_file_and_two_alike_with_numbers_of_their_own_are_two(string kind)
    {
        var ward = await Ward.Open(kind);
        await using var house = ward.House;
        Assert.Equal("unidentified unidentified", await Bring("week", Sgml(Credit("20260312", "20.00", "F1", "<NAME>PENDING"), Credit("20260313", "20.00", "F2", "<NAME>DEPOSIT"))));
        Assert.Equal("known unidentified known known", await Bring("month", Sgml(Credit("20260314", "20.00", "F1", "<NAME>BRANCH DEPOSIT"), Credit("20260313", "20.00", "F3", "<NAME>DEPOSIT"), Credit("20260313", "20.00", "F2", "<NAME>DEPOSIT"), Credit("20260313", "20.00", "F2", "<NAME>DEPOSIT"))));
        Assert.Equal("known unidentified", await Bring("csv", "date,description,amount\n2026-03-13,DEPOSIT,20.00\n2026-03-15,DEPOSIT,20.00\n"));
        Assert.Equal("known unidentified", await Bring("after", Sgml(Credit("20260315", "20.00", "F5", "<NAME>DEPOSIT"), Credit("20260315", "20.00", "F6", "<NAME>DEPOSIT"))));
        Assert.Equal(["cash 100.00", "unidentifiedReceipts -100.00"], await ward.Book());

        async Task<string> Bring(string name, string text)
        {
            var bytes = Encoding.UTF8.GetBytes(text);
            return string.Join(' ', (await house.Do(async tx => await MatchDeposit.Run(tx, house.Practice, (await FileStore.Put(tx, name, bytes, FileDirection.In)).Sha256, BankFile.Of(bytes)))).Select(m => m.What));
        }
    }
}
