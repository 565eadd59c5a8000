using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace CleanClaim.Billing.Tests.CodeSets;

/// <summary>Official files as their publishers write them, made small or made of what the corpus holds in another form.</summary>
internal static class PublishedFiles
{
    public const string PtpHeading =
        "CPT only copyright 2025 American Medical Association.  All rights reserved.\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n" +
        "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no data\t1=allowed\t\r\n\t\t\t\t\t9=not applicable\t\r\n";

    public static byte[] Ptp(params string[] rows) => Encoding.ASCII.GetBytes(PtpHeading + string.Concat(rows.Select(r => r.Replace(' ', '\t') + "\tMisuse of Column Two code with Column One code\r\n")));

    public static byte[] Mue(params string[] rows) => Encoding.ASCII.GetBytes(
        "\"Current Procedural Terminology (CPT) codes are copyright 2025 American Medical Association. \r\n\r\nCPT(R) is a registered trademark.\r\n\",,,\r\n\"HCPCS/\r\nCPT Code\",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\r\n"
        + string.Concat(rows.Select(r => r + ",Nature of Service/Procedure\r\n")));

    /// <summary>One record of the HCPCS contractor file: 293 characters.</summary>
    public static string Hcpcs(string code, char record, string title, string shortTitle = "", string added = "", string ended = "", char coverage = 'C')
    {
        var line = new StringBuilder(new string(' ', 293));
        void Put(int column, string text)
        {
            for (var i = 0; i < text.Length; i++) line[column - 1 + i] = text[i];
        }

        Put(record is '7' or '8' ? 4 : 1, code);
        Put(6, "00100");
        Put(11, record.ToString());
        Put(12, title);
        Put(92, shortTitle);
        Put(230, coverage.ToString());
        Put(269, added);
        Put(285, ended);
        Put(293, "N");
        return line.ToString();
    }

    /// <summary>As many further codes as a whole file has at least.</summary>
    public static IEnumerable<string> HcpcsFiller(int count) => Enumerable.Range(0, count).Select(i => Hcpcs($"Z{i:0000}", '3', $"Made up {i}", "Made up", "20200101"));

    public static byte[] Icd10CmOrder(int count, params string[] first)
    {
        var text = new StringBuilder();
        var rows = first.Concat(Enumerable.Range(0, count).Select(i => $"Z{i:000000} 1 Made up"));
        var number = 0;
        foreach (var row in rows)
        {
            var parts = row.Split(' ', 3);
            text.Append(CultureInfo.InvariantCulture, $"{++number:00000} {parts[0],-7} {parts[1]} {parts[2],-60} {parts[2]}\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>The fee schedule of a year, with the stacked header of that year.</summary>
    public static byte[] Rvu(int year, int count, bool hasPricingIndicator, params string[] first)
    {
        var text = new StringBuilder($",,{year} National Physician Fee Schedule Relative Value File January Release\r\n,,Notice\r\n,,Notice\r\n,,\r\n,,RELEASED 01/02/{year}\r\n");
        string[] top = ["", "", "", "", "", "", "", "", "", "", "", "", ""], third = ["", "", "", "", "FOR", "", "", "NON-FAC", "", "FACILITY ", "", "", ""];
        string[] fourth = ["", "", "", "STATUS", "MEDICARE ", "WORK", "NON-FAC", "NA", "FACILITY", "NA", "MP", "NON-FACILITY", "FACILITY", "PCTC", "GLOB", "PRE", "INTRA", "POST", "MULT", "BILAT", "ASST", "CO-", "TEAM", .. hasPricingIndicator ? ["PRIC"] : Array.Empty<string>(), "ENDO", "CONV"];
        string[] fifth = ["HCPCS", "MOD", "DESCRIPTION", "CODE", "PAYMENT", "RVU", "PE RVU", "INDICATOR", "PE RVU", "INDICATOR", "RVU", "TOTAL", "TOTAL", "IND", "DAYS", "OP", "OP", "OP", "PROC", "SURG", "SURG", "SURG", "SURG", .. hasPricingIndicator ? ["IND"] : Array.Empty<string>(), "BASE", "FACTOR"];
        foreach (var line in (string[][])[top, top, third, fourth, fifth]) text.Append(string.Join(',', line)).Append("\r\n");
        foreach (var row in first.Concat(Enumerable.Range(0, count).Select(i => $"{10000 + i},,REDACTED,A,,1.00")))
        {
            var cells = row.Split(',').Concat(["0.50", "", "0.40", "", "0.05", "1.55", "1.45", "0", "000", "0", "0", "0", "2", "1", "0", "0", "0", .. hasPricingIndicator ? ["1"] : Array.Empty<string>(), "", "32.3465"]);
            text.Append(string.Join(',', cells)).Append("\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    public static byte[] Zip(params (string Name, byte[] Bytes)[] files)
    {
        var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in files)
                using (var entry = archive.CreateEntry(name).Open()) entry.Write(bytes);
        return zip.ToArray();
    }
}
