using IncidentBot.Storage;

namespace IncidentBot.Tests.Storage;

public sealed class FileSystemsTests
{
    [Theory]
    [InlineData("nfs4")]
    [InlineData("nfs")]
    [InlineData("cifs")]
    [InlineData("SMB3")]
    public void A_network_is_refused(string name) =>
        Assert.Contains($"network file system ({name})", FileSystems.Refusal(name), StringComparison.Ordinal);

    [Theory]
    [InlineData("overlay", "mount a volume")]
    [InlineData("fuse.sshfs", "run by a program")]
    [InlineData("tmpfs", "in memory")]
    [InlineData("9p", "shared with another machine")]
    public void A_place_that_may_not_last_is_pointed_out(string name, string why)
    {
        Assert.Null(FileSystems.Refusal(name));
        Assert.Contains(why, FileSystems.Warning(name), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ext4")]
    [InlineData("xfs")]
    [InlineData("btrfs")]
    [InlineData("zfs")]
    [InlineData("fuseblk")]
    [InlineData("NTFS")]
    [InlineData("apfs")]
    [InlineData(null)]
    public void A_disk_is_good(string? name) => Assert.Null(FileSystems.Refusal(name) ?? FileSystems.Warning(name));

    [SkippableFact]
    public void The_kernel_names_the_file_systems_as_the_table_does()
    {
        Skip.IfNot(OperatingSystem.IsLinux(), "Linux names them so");

        Assert.Equal("proc", FileSystems.NameOf("/proc"));
        Assert.Null(FileSystems.NameOf("/no/such/folder"));
    }
}
