using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using CleanClaim.Billing.Vocabulary;
using Found = System.Text.RegularExpressions.Match;

namespace CleanClaim.Billing.PaymentPosting;

/// <summary>
/// A bank's OFX (Open Financial Exchange 1.x, SGML whose elements need no end tag, and 2.x, XML): the STMTTRN of its bank statements. DTPOSTED is the day as the bank writes it, NAME and MEMO the words,
/// CHECKNUM, else REFNUM, the trace; the line is the transaction's place in the file, from 1. FITID, which the bank gives once per account, with the amount is what the transaction is known by in every later file.
/// </summary>
internal static partial class OfxFile
{
    private const string Head = "OFXHEADER";
    private const int HeadWithin = 4_000;

    public static bool Is(string text) => text.AsSpan(0, Math.Min(text.Length, HeadWithin)) is var head
        && (head.Contains(Head, StringComparison.OrdinalIgnoreCase) || head.Contains("<OFX>", StringComparison.OrdinalIgnoreCase));

    /// <exception cref="BadInputException">The file ends before its end, is of no bank account in US dollars, or a transaction cannot be read; every fault with its place.</exception>
    public static IReadOnlyList<BankLine> Read(string text)
    {
        if (!text.Contains("</OFX>", StringComparison.OrdinalIgnoreCase)) throw new BadInputException("file", "The file ends before its </OFX>: it was cut off.", "Fetch it from the bank again; nothing of it was taken.");
        var (lines, faults, statement) = (new List<BankLine>(), new List<Fault>(), new Statement());
        var (count, n, at) = (0, 1, 0);
        Transaction? transaction = null;
        foreach (Found element in Element().Matches(text))
        {
            n += text.AsSpan(at, element.Index - at).Count('\n');
            at = element.Index;
            var (name, value) = (element.Groups["name"].Value.ToUpperInvariant(), WebUtility.HtmlDecode(element.Groups["value"].Value).Trim());
            switch (name)
            {
                case "STMTTRN":
                    if (++count > BankFile.LinesMax) throw new BadInputException("file", $"The file has more than {BankFile.LinesMax:N0} transactions.", "Export fewer days at a time.");
                    transaction = new Transaction(count, n);
                    break;
                case "/STMTTRN" when transaction is not null:
                    if (transaction.Line(statement, faults) is { } line) lines.Add(line);
                    transaction = null;
                    break;
                case "CCSTMTRS":
                    faults.Add(new Fault($"line {n} CCSTMTRS", "This is the statement of a credit card.", "Bring the file of the bank account that deposits go to."));
                    break;
                default:
                    if (transaction is null) statement.Take(name, value, n, faults);
                    else transaction.Take(name, value);
                    break;
            }
        }
        if (transaction is not null) faults.Add(transaction.Fault("STMTTRN", "The transaction has no end.", "Fetch the file from the bank again."));
        return faults.Count > 0 ? throw new BadInputException(faults) : lines;
    }

    [GeneratedRegex(@"<(?<name>/?[A-Za-z0-9.]+)\s*>(?:<!\[CDATA\[(?<value>.*?)\]\]>|(?<value>[^<]*))", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex Element();

    [GeneratedRegex(@"^[+-]?[0-9]*,[0-9]{1,2}$", RegexOptions.CultureInvariant)]
    private static partial Regex CommaForPoint();

    /// <summary>Whose statement it is.</summary>
    private sealed class Statement
    {
        private bool _inAccount;
        private string _bank = "", _account = "";

        public string Account => $"{_bank}/{_account}";

        public void Take(string name, string value, int line, List<Fault> faults)
        {
            if (name is "BANKACCTFROM") (_inAccount, _bank, _account) = (true, "", "");
            else if (name is "/BANKACCTFROM") _inAccount = false;
            else if (name is "BANKID" && _inAccount) _bank = value;
            else if (name is "ACCTID" && _inAccount) _account = value;
            else if (name is "CURDEF" && value != "USD") faults.Add(new Fault($"line {line} CURDEF", $"The account is in {value}; the book is in US dollars alone.", "Bring the file of an account in US dollars."));
        }
    }

    private sealed class Transaction(int number, int line)
    {
        private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
        private bool _otherCurrency;

        public void Take(string name, string value)
        {
            if (name is "CURRENCY" or "/CURRENCY") _otherCurrency = name is "CURRENCY"; // ORIGCURRENCY tells what was converted into the account's
            else if (name is "CURSYM" && _otherCurrency) _values["CURRENCY"] = value;
            else _values.TryAdd(name, value);
        }

        public Fault Fault(string element, string message, string fix) => new($"transaction {number} (line {line}) {element}", message, fix);

        /// <summary>Null for a transaction of nothing, and where it cannot be read.</summary>
        public BankLine? Line(Statement statement, List<Fault> faults)
        {
            var (posted, amount, fitid, found) = (Value("DTPOSTED"), Value("TRNAMT"), Value("FITID"), faults.Count);
            if (!DateOnly.TryParseExact(posted[..Math.Min(8, posted.Length)], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)) faults.Add(Fault("DTPOSTED", $"\"{posted}\" is no date.", "It begins with YYYYMMDD."));
            var money = Money.TryParse((CommaForPoint().IsMatch(amount) ? amount.Replace(',', '.') : amount).TrimStart('+'));
            if (money is null) faults.Add(Fault("TRNAMT", $"\"{amount}\" is no amount.", "Write 1234.56."));
            if (fitid.Length == 0) faults.Add(Fault("FITID", "The bank's number of the transaction is missing, so it could not be told from another.", "Ask the bank for a whole file, or export it as CSV."));
            if (Value("CURRENCY") is { Length: > 0 } currency && currency != "USD") faults.Add(Fault("CURSYM", $"The amount is in {currency}; the book is in US dollars alone.", "Leave the transaction out."));
            if (faults.Count > found || money!.Value.IsZero) return null;
            var (name, memo) = (Value("NAME"), Value("MEMO"));
            var words = memo.StartsWith(name, StringComparison.Ordinal) ? memo : $"{name} {memo}".Trim();
            var trace = Value("CHECKNUM") is { Length: > 0 } check ? check : Value("REFNUM");
            return new BankLine(number, day, money.Value, words, trace.Length > 0 ? trace : null) { Key = $"{statement.Account}|{fitid}|{money}" };
        }

        private string Value(string name) => _values.GetValueOrDefault(name, "");
    }
}
