using SecretsKit.Core.Errors;
using SecretsKit.Releases.Records.Storage.Sql;

namespace SecretsKit.Tests.Releases.Records;

/// <summary>Connection strings as clients of PostgreSQL take them.</summary>
public sealed class SqlConnectionTextTests
{
    [Theory]
    [InlineData("host=db.example.com port=6432 user=helm password=p dbname=records", "db.example.com:6432 helm p records Encrypted")]
    [InlineData("host = db  user='a b' password = 'it' dbname=''", "db:5432 a b it  Encrypted")]
    [InlineData(@"password='it\'s \\ ok' user=a\ b host=db", @"db:5432 a b it's \ ok  Encrypted")]
    [InlineData("postgres://helm:p%40ss@db:6432/records?sslmode=disable", "db:6432 helm p@ss records None")]
    [InlineData("postgresql://db/my%20records?sslmode=verify-full&connect_timeout=3", "db:5432   my records KnownHost")]
    [InlineData("postgres://[::1]:6432?user=helm&password=a+b", "::1:6432 helm a b  Encrypted")]
    [InlineData("sslmode=require sslrootcert=/ca.pem", "localhost:5432    KnownAuthority")]
    [InlineData("", "localhost:5432    Encrypted")]
    public void Words_and_urls_are_read(string text, string expected) =>
        Assert.StartsWith(expected, Summary(SqlConnectionText.Parse(text, _ => null)), StringComparison.Ordinal);

    [Fact]
    public void Variables_of_the_clients_count_where_it_says_nothing()
    {
        var variables = new Dictionary<string, string>
        {
            ["PGHOST"] = "db",
            ["PGPORT"] = "6432",
            ["PGUSER"] = "other",
            ["PGPASSWORD"] = "p",
            ["PGDATABASE"] = "records",
            ["PGSSLMODE"] = "disable",
        };
        Assert.Equal(
            "db:6432 helm p records None", Summary(SqlConnectionText.Parse("user=helm", variables.GetValueOrDefault)));
        Assert.Equal("root", SqlConnectionText.Parse("", name => name == "USER" ? "root" : null).User);
    }

    [Theory]
    [InlineData("host", "a word of it is not of the form key=value", false)]
    [InlineData("password='canary-33e0", "a quote in it is not closed", false)]
    [InlineData("hostt=canary-33e0", "its key hostt is not known", true)]
    [InlineData("port=canary-33e0", "the value of port is not a number up to 65535", false)]
    [InlineData("port=65536", "the value of port is not a number up to 65535", false)]
    [InlineData("sslmode=canary-33e0", "the value of sslmode is not known", true)]
    [InlineData("postgres://canary-33e0@[/x", "it is not a URL", false)]
    public void What_cannot_be_read_is_refused_without_a_value_of_it(string text, string problem, bool hasHint)
    {
        var failure = Assert.Throws<SecretsKitException>(() => SqlConnectionText.Parse(text, _ => null));
        Assert.Equal("the connection string of the SQL driver cannot be used: " + problem, failure.Message);
        Assert.Equal(hasHint, failure.Hint is not null);
        Assert.DoesNotContain("canary", failure + failure.Hint, StringComparison.Ordinal);
    }

    private static string Summary(SqlSettings settings) =>
        $"{settings.Host}:{settings.Port} {settings.User} {settings.Password} {settings.Database} {settings.Protection}";
}
