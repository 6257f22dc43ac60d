using Npgsql;
using SecretsKit.Platform.Http;

namespace SecretsKit.Releases.Records.Storage.Sql;

/// <summary>Makes connections to a database, for all who keep something there.</summary>
public static class SqlSource
{
    /// <summary>A source of connections. Nothing is opened before the first is asked for; the caller disposes it.</summary>
    /// <param name="settings">Where the database is.</param>
    public static NpgsqlDataSource Create(SqlSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var builder = new NpgsqlSlimDataSourceBuilder();
        builder.EnableTransportSecurity();
        var options = builder.ConnectionStringBuilder;
        options.Host = settings.Host;
        options.Port = settings.Port;
        options.Username = settings.User;
        options.Password = settings.Password.Length > 0 ? settings.Password : null;
        options.Database = settings.Database.Length > 0 ? settings.Database : null;
        options.SslMode = settings.Protection switch
        {
            SqlProtection.None => SslMode.Disable,
            SqlProtection.Encrypted => SslMode.Require,
            SqlProtection.KnownAuthority => SslMode.VerifyCA,
            _ => SslMode.VerifyFull,
        };
        options.RootCertificate = settings.RootCertificate.Length > 0 ? settings.RootCertificate : null;
        options.SslCertificate = settings.Certificate.Length > 0 ? settings.Certificate : null;
        options.SslKey = settings.Key.Length > 0 ? settings.Key : null;
        options.Timeout = (int)settings.ConnectTimeout.TotalSeconds;
        options.ApplicationName = settings.ApplicationName;
        options.SearchPath = settings.SearchPath.Length > 0 ? settings.SearchPath : null;
        options.GssEncryptionMode = GssEncryptionMode.Disable;
        options.Enlist = false;
        if (options.RootCertificate is null && settings.Protection >= SqlProtection.KnownAuthority && MachineTrust.Roots is { } roots)
        {
            builder.UseRootCertificatesCallback(() => roots);
        }
        return builder.Build();
    }
}
