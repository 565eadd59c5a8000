using System.Text;
using CleanClaim.Billing.Book;

namespace CleanClaim.Billing.Tests.Book;

/// <summary>Invented people who come back in many tests: Lucia Reyes, a child with two parents' plans, and Thomas Whitfield.</summary>
internal static class Books
{
    /// <summary>Lucia, born 2016, brought by her mother; mother's Evergreen pays first, father's Lakeside second. One visit of two sets on 2 March 2026.</summary>
    public const string Lucia = """
        {"organization":{"key":"clinic","name":"Still Water"},
         "practices":[{"key":"sw","name":"Still Water Acupuncture","npi":"1881999019","taxId":"36-1234567","taxonomy":"171100000X","zone":"America/Chicago",
                       "address":{"line1":"12 Elm Street","city":"Chicago","state":"IL","zip":"60601-1234"},"phone":"(312) 555-0100"}],
         "payers":[{"key":"evergreen","name":"Evergreen Health Plan","kind":"commercial","payerId":"77001","claimFiling":"CI","filingDays":180,"acceptsReplacement":true},
                   {"key":"lakeside","name":"Lakeside Mutual","kind":"commercial","payerId":"77002","claimFiling":"CI","filingDays":180,"acceptsReplacement":true}],
         "providers":[{"key":"lin","practice":"sw","npi":"1425773086","lastName":"Lin","firstName":"Mei","taxonomy":"171100000X","license":"198.000123",
                       "participation":[{"payer":"evergreen","from":"2024-01-01"},{"payer":"lakeside","from":"2024-01-01"}]}],
         "fees":[{"practice":"sw","code":"97810","amount":"95.00","from":"2025-01-01"},{"practice":"sw","code":"97811","amount":"60.00","from":"2025-01-01"},
                 {"practice":"sw","code":"97813","amount":"105.00","from":"2025-01-01"},{"practice":"sw","code":"97814","amount":"68.00","from":"2025-01-01"}],
         "contracts":[{"payer":"evergreen","practice":"sw","code":"97810","amount":"62.00","from":"2025-01-01"},
                      {"payer":"evergreen","practice":"sw","code":"97811","amount":"41.00","from":"2025-01-01"}],
         "patients":[{"key":"lucia","practice":"sw","lastName":"Reyes","firstName":"Lucía","birthDate":"2016-05-20","sex":"F",
                      "address":{"line1":"5 Maple Court","city":"Chicago","state":"IL","zip":"60603"}}],
         "guarantors":[{"key":"marisol","kind":"parent","patients":["lucia"],"lastName":"Reyes","firstName":"Marisol",
                        "address":{"line1":"5 Maple Court","city":"Chicago","state":"IL","zip":"60603"}}],
         "coverages":[{"key":"c1","patient":"lucia","payer":"evergreen","plan":"PPO25","memberId":"EGH204177331","order":1,"relation":"child",
                       "subscriber":{"lastName":"Reyes","firstName":"Marisol","birthDate":"1986-03-14","sex":"F"},"from":"2024-01-01"},
                      {"key":"c2","patient":"lucia","payer":"lakeside","plan":"SELECT20","memberId":"LMI55120874","order":2,"relation":"child",
                       "subscriber":{"lastName":"Reyes","firstName":"Daniel","birthDate":"1984-09-02","sex":"M"},"from":"2024-01-01"}],
         "visits":[{"key":"v1","patient":"lucia","provider":"lin","place":"11","date":"2026-03-02","diagnoses":["G43.009"],"contactMinutes":32,
                    "sets":[{"minutes":16,"electrical":false},{"minutes":16,"electrical":false,"reinsertion":true}]}]}
        """;

    public static BookFile Read(string json) => FormReader.Read<BookFile>(Encoding.UTF8.GetBytes(json));

    public static Task<BookImported> Import(House house, string json) => house.Do(tx => ImportBook.Run(tx, Read(json)));
}
