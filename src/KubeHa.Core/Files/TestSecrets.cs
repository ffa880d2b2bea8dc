namespace KubeHa;

/// <summary>The fixed secrets of <see cref="ClusterSecrets.ForTests"/>, made once for golden files and valid from 2020 to 2120. They protect nothing.</summary>
internal static class TestSecrets
{
    public static IReadOnlyDictionary<string, string> Parts { get; } = new Dictionary<string, string>
    {
        [SecretNames.CaCertificate] = """
            -----BEGIN CERTIFICATE-----
            MIIC8TCCAdmgAwIBAgIJAJ+kPM+3qF+DMA0GCSqGSIb3DQEBCwUAMBUxEzARBgNV
            BAMTCmt1YmVybmV0ZXMwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBa
            MBUxEzARBgNVBAMTCmt1YmVybmV0ZXMwggEiMA0GCSqGSIb3DQEBAQUAA4IBDwAw
            ggEKAoIBAQCus3gepvxVT2EtbnvwiMCDFQHs8UeY6UBs9N75OKvjVUZXyGD5lASL
            OU7fodbvxHKuc8zcyYtjmMme4qk6TRROM6C2BtUmtJRdYfl83i6euE+KD3k80yRW
            83mOSL9ZsYL78VM4JLkqWvd4OecMYdn9qF5wo+vSfMH9UK/yufjeYVHwEUVpPhU0
            7a0VO5jjnzIO+Y4Jmj9VPrB5z7VBRZEzYpWf/kgydhlffGsKKyscpwEm4fvKBXTq
            qZH9f6gD4MgpH5x9rp12dqKD4J1VBN/lPP//dt8SDiwTdymVXkpGCcNOHoYFLZNc
            CcXMiApNOwQ9NvaiJOpth66AnhrqvOn3AgMBAAGjQjBAMA4GA1UdDwEB/wQEAwIC
            pDAPBgNVHRMBAf8EBTADAQH/MB0GA1UdDgQWBBRqg/GcCw7EcB33RNN+OVNzpelW
            kjANBgkqhkiG9w0BAQsFAAOCAQEAJh6AeY3cqOx6pO1jjrQV4mT+JgkqHLHPxIdO
            zrKqReJr6knCwOubmmBYpDwCUB5jIB+nFidjnbfprDslkWof29W6zrPqmkYoDvhz
            faynOSthp1XVd7PHlJXWpCEN4ZDN/3VIJS7I/cJGjD/keVWz6ctm77SLBTpHZFNx
            /dzH/4h0+wBWChvPVZqAkFFdOrk1x2B+J8eG0g8zn1x33rsBD6uUk0duLUZ8Fc2c
            qcKQ6sJ5uWv9tM7QELIGkBFrQp0gp+LPJaWjH2YiuUShAwTWIJo09gpesqsEPB83
            YoWXwTLw5ga6MgznZ76lNHZK9hrP2rK2Cx4epJqrQivRZXFA1g==
            -----END CERTIFICATE-----
            """,
        [SecretNames.CaKey] = """
            -----BEGIN RSA PRIVATE KEY-----
            MIIEowIBAAKCAQEArrN4Hqb8VU9hLW578IjAgxUB7PFHmOlAbPTe+Tir41VGV8hg
            +ZQEizlO36HW78RyrnPM3MmLY5jJnuKpOk0UTjOgtgbVJrSUXWH5fN4unrhPig95
            PNMkVvN5jki/WbGC+/FTOCS5Klr3eDnnDGHZ/ahecKPr0nzB/VCv8rn43mFR8BFF
            aT4VNO2tFTuY458yDvmOCZo/VT6wec+1QUWRM2KVn/5IMnYZX3xrCisrHKcBJuH7
            ygV06qmR/X+oA+DIKR+cfa6ddnaig+CdVQTf5Tz//3bfEg4sE3cplV5KRgnDTh6G
            BS2TXAnFzIgKTTsEPTb2oiTqbYeugJ4a6rzp9wIDAQABAoIBAD1qg3aHLttQ4jFm
            D3VCpicO+hPRyOFVUtxbA44q4aa0YlvW6lyjMCu/tF5DF3xIHCb/N8yAoBud6XeN
            aH/B/Dr3xG5pnYKTZjskB+DhfRM4aWH4SZ9b/QECbD/cjEScdpdawe5RXrUosKoX
            9QVx2wBlMfo4bl2blVkYBhr3TSnkCOgCJ2UxDDhCsTiQleaN7TlQCfPMR6tJCp7F
            BfN2CDojC1oEBmZcdZp1xrBad1YENdQlLJxNeKthJqllCIyq138q0jRqxp2+XONY
            4VmuJvmJy8Rauo2dzDZsTaChG9bz46RyaNxFiriLVQv+6+CfwiXbYSVv+xmGr3oL
            eprqAH0CgYEA3F3fCs4xuZ2Dw4aQepsViSwLob3lFeb8lrzyQ6M0VeTH0W/sjPbx
            sWnT5Zsb7pGKx665B6THw21hhY/E2hEqsDfBfIaJt2ou+CiQRwWtVPf8D8vaz8B7
            zStxL+XrEHteH+dtJvlKD5rTlIB+q6TkXnZrPHUgzyfaTndOAsrgARUCgYEAyvNC
            PdAgudLLNBsmwp/O5w6u10fJ0AoFNhzZTWlJ4BB2F+2E6Z+nfwLQwmOm6O+sS8bl
            HbUunZLtqED0T9lDD7nUYPyERcWlMwj8oKkuykJlnnhqrSx9QWinWyY6Uyns8Esk
            RTXlcrhWtBAYxYD1VNFlTu5c/zdHgZh9GsrZSdsCgYEAgeYz3EK/vRLE4TUpZZyV
            jU6RbL5rlAWdT54BkS1bZGaAA01eu5m1z0b6yZYtWOwiSqMMHx1bRC/uFLUy7PjB
            mS7Et4r3E09ccJw4sCUAj92+j/EzAtQMJl09U2bMseKHEXdyOE8rARfbMOatxLBm
            jehwPistM+/iF+7r5WmBsiECgYBrKlR6K2J8fRCL7SJkdtpcK+arCt9IGWJzFnyw
            Yb5+sHKLZAJhEsrxSF1PqCtEqPpD8TyemUOKNUGFLPdVCpZcwXWh2PVHmnwHHOG5
            PFzWtITQTymVU/64ATkN6nu12leg8yyt1y3Xi/tMjYtnDxd8uC1Upo04vsnlZs34
            zdA7LQKBgHuHID/ljeYXEryXSrJvuxpykVV4BC6L82OTKftIeoqhsCi/pGWNhdWE
            cMJ6XWpkOUX351yn0Iq40qzVc7vaW0VHpsLipDt1pAkUsADb3Yp/JwCPGOal5oOK
            ywPC82MNLTmzh76eQZOMXxWughVKnFv56k5Uoq7aSzhMGhA963Be
            -----END RSA PRIVATE KEY-----
            """,
        [SecretNames.FrontProxyCaCertificate] = """
            -----BEGIN CERTIFICATE-----
            MIIC+DCCAeCgAwIBAgIIPGzLs0CRAdswDQYJKoZIhvcNAQELBQAwGTEXMBUGA1UE
            AxMOZnJvbnQtcHJveHktY2EwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAw
            MDBaMBkxFzAVBgNVBAMTDmZyb250LXByb3h5LWNhMIIBIjANBgkqhkiG9w0BAQEF
            AAOCAQ8AMIIBCgKCAQEA02ghqGynZtOxjkP6r55jIX3EtgP9xeFhsKzQzvI4Ix9T
            nnmT8wUt8xLYFVmjEvgvAh6kGOkkk3RbcVve+/nOz4Cxsk8PXNlGEUodEjXEbdfd
            Yef/Z98h+RGbWOFt9b0Eu/Lf4PsGA0nvX3GI3QjYKdCdfDKJdda3BvtUS37xHqkJ
            LLGTl0mSe2ZvgATSAmvmBZUYCntXJoJ2ZAbmSyJgRGnmMGJ+DYR0Ee36UzIt+Qbh
            pUH9u/qPW0Hh/9Cyb3mdSyvyVBjLJpvRc/b2GYhNEFb4NA/B2r5KryIF2yR6iTZQ
            ivu0vYl4tb+vvkBo4T4gX25NUQmES/BHqgODP2X1swIDAQABo0IwQDAOBgNVHQ8B
            Af8EBAMCAqQwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQUphwUb1BzP6+CuwrP
            WKxRnKef+GMwDQYJKoZIhvcNAQELBQADggEBAJqt8j6j0roiS0Ea+W4swdsn+Kfu
            AlX/kIeFiN0qS8VgdBGbZn3d3C6b/bCCsQYqYzeskzO64+4yvLBF6b5Qxi/iClEL
            yz9UFM3SCbzFwEoOLUEvXL0yXp1A9brF09F1B4UBcpmbGmvw2jnk0/pe+aMDWkrt
            5TgTOmLtHPmEMe8w2eblvcswDGP7Sfa1QetKGdwSu6ItTakM8UFs4tNKSCmTIjNa
            3IjBEtyQmbfqGxBFK0qpeiOOC+CWPbg9bYAF2hcs+bp03jh6k3o/1qyfjDan+G2b
            O2mkPE3Wr4HdTJSzZbG6SQ3OXcsO2fZtJqzssdHSgH/fhYQo6MQJbZpnCYM=
            -----END CERTIFICATE-----
            """,
        [SecretNames.FrontProxyCaKey] = """
            -----BEGIN RSA PRIVATE KEY-----
            MIIEogIBAAKCAQEA02ghqGynZtOxjkP6r55jIX3EtgP9xeFhsKzQzvI4Ix9TnnmT
            8wUt8xLYFVmjEvgvAh6kGOkkk3RbcVve+/nOz4Cxsk8PXNlGEUodEjXEbdfdYef/
            Z98h+RGbWOFt9b0Eu/Lf4PsGA0nvX3GI3QjYKdCdfDKJdda3BvtUS37xHqkJLLGT
            l0mSe2ZvgATSAmvmBZUYCntXJoJ2ZAbmSyJgRGnmMGJ+DYR0Ee36UzIt+QbhpUH9
            u/qPW0Hh/9Cyb3mdSyvyVBjLJpvRc/b2GYhNEFb4NA/B2r5KryIF2yR6iTZQivu0
            vYl4tb+vvkBo4T4gX25NUQmES/BHqgODP2X1swIDAQABAoIBAAfdbQ8ih7HReLQV
            vwWklgSLdMjev3oKp1iW0qfi/AgBJNpq+dWbNjk/qg6qneCun1/BUGflgz5XIFsd
            yLRwIpZhWnsLP5jmiRmgkRH53RvHDE3q/yYCokrCscMDPqowmjSnKwFoOrI0SyBZ
            DXdHr8m9IKFxEeBymK7npRxaldGG9V//7wOUQwcjUKtXEVbS6P37ccnD72OxtQaa
            8kfn3ipksHoJq7VRly4sm7jbpp85Qbg4FKvre1lm8TTHp1D+9s2JX3bREWvJM3oS
            dfbTn5PFn088jcxi0ksiyntHVI3/AnySMZ93s+80tY3PcoRJAAaiw7UdOUjMPZ02
            x8f+ZOECgYEA95fY87lv2YLRIyNqI+rDT3AqZG8JkdU3lncbGN79SOw8Ghpo0TWN
            /GlZEEcWrj3JH1pUozglqVvxTVgsfHSDcm7U/M34hi8kfNdvMCbbBoHnEckfWL07
            +6VBG8aWyswCVfNRfZ5/xZZISrr6ogoFD/mHXU5BdRju7vuKkM96vFMCgYEA2pW9
            wuY0KoklO/vBMfHnSmtxM1TYdYGdrTtN4arY8YSkj/gALTiQRT/sBSPZnZBPbAFY
            ZFUFmzL+wluRguRx/1bjPCHH1ke9r5SBMIrKbB8MpuRUc5YV3PJHyBJMXGPGHnC+
            nentgDWAK2cE/ojgPS62ld3CgVQhEJIm3/s/tSECgYBj+ZWp/GPUoYUPOjqenCoX
            RoRnn4pur3jNsfRoG4qMyo8OP0G50HUvyd4ju4DGBL7UgSYR7hcPBsgt4f+8lVOK
            foRUPFsw25JRMrB78gSY4RVL0jltHKQ+3aCntY2n/66lxCVQoxKW1zMDsfKIQaF/
            rNNi8rltrg60wy9Vf+HgbwKBgCfNqLZ68Pjl7G/V0kJkCHgWxJBSXPBY3/uRlwcG
            82ZXfxfwUyfo6uyRTUtKUfBNPQkv3Ya3rMOsL5P41LB/JPsYOVzT0e4FNldotXW/
            cEjsBoPFhFNf+y82tzeJjXoteQBGC4/57xOvql087z3icuLxRLJZpXejeDnqQ0X6
            HInBAoGATb/mvbsFWdTNXvByypBHTTIDmoSG1fcUEb7fie8hhtH7d1izsn/+hhDN
            4I+u86cPSb6b9ZQVfz820rdzRGdXDob3XHV8214zyucqdQPToBXttLcIvQsq1AYv
            oWosroPgB4NCGyx1wPMsVNAy2gbHQe1OC7Hv6xPxwcuiMYPzTtI=
            -----END RSA PRIVATE KEY-----
            """,
        [SecretNames.EtcdCaCertificate] = """
            -----BEGIN CERTIFICATE-----
            MIIC6jCCAdKgAwIBAgIIfHD7lanNZxEwDQYJKoZIhvcNAQELBQAwEjEQMA4GA1UE
            AxMHZXRjZC1jYTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowEjEQ
            MA4GA1UEAxMHZXRjZC1jYTCCASIwDQYJKoZIhvcNAQEBBQADggEPADCCAQoCggEB
            AL3f6IZAsk3uBwQ2GYaBazyAyVqc13QIXfMdW0Mz1nQbCSzVdLXPkBGscVGn8lPC
            XYrXuwwL4eeBCbwRxV9xnzaYl/4hemc+WghkZF9+M4QNyS9qkGSGjhIFOZFCW6kF
            G5cVJOIGemPlOSfPYhLwsw6x/67kfrfbxUAhw/2P1a5lgHT2bebhdvp3SXt3Vyi2
            sdw6g3wl0WtYJXZVZ+4LVS4o4LtzxFapcDAIsiy6VWAC1a/X0IlXY+fmiDQ/Hims
            GoNcVZIB+AXpsRsm3BZG4EYR9Vwg9QSsX5AVa9jtSVg3lDoEkW9MvM7p9A9gJFff
            ofQ1qYoo8pJj36aGBq4wSNsCAwEAAaNCMEAwDgYDVR0PAQH/BAQDAgKkMA8GA1Ud
            EwEB/wQFMAMBAf8wHQYDVR0OBBYEFG2gDDV78C99rJ4nWzv7Cwwj4tteMA0GCSqG
            SIb3DQEBCwUAA4IBAQCpXB0C1DZkSekox2ISb1S9Qbo4YR02RZ/SoHqlFF08wU3a
            4aXkZR6zi/HW0ACRWQw6WOMSydqhx+SziVq/5sZyVEj4P1wzxvVlsYE+BHVOHszg
            ep4z3v20zT6mEiEXlUR2sEhO9okBOqngylMbg7mxVTRSoNqfipky64kUYr7G1ihG
            /n48Xh3mmWl6BsZJENiCY+N8zY3R6kY9Pdj06k0ul1GFtL6ELtiOk+OmIMp9+zNQ
            uIrwWTrgHByxLUUwXJcX/2s+lTC79PSFH5tnOZnv3i0eWaElFz+nxvEo8DJHiVlW
            yvsq/UYRAz2ONH9hu9jHu0NxSypr0UJSXVGAkFMt
            -----END CERTIFICATE-----
            """,
        [SecretNames.EtcdCaKey] = """
            -----BEGIN RSA PRIVATE KEY-----
            MIIEogIBAAKCAQEAvd/ohkCyTe4HBDYZhoFrPIDJWpzXdAhd8x1bQzPWdBsJLNV0
            tc+QEaxxUafyU8Jdite7DAvh54EJvBHFX3GfNpiX/iF6Zz5aCGRkX34zhA3JL2qQ
            ZIaOEgU5kUJbqQUblxUk4gZ6Y+U5J89iEvCzDrH/ruR+t9vFQCHD/Y/VrmWAdPZt
            5uF2+ndJe3dXKLax3DqDfCXRa1gldlVn7gtVLijgu3PEVqlwMAiyLLpVYALVr9fQ
            iVdj5+aIND8eKawag1xVkgH4BemxGybcFkbgRhH1XCD1BKxfkBVr2O1JWDeUOgSR
            b0y8zun0D2AkV9+h9DWpiijykmPfpoYGrjBI2wIDAQABAoIBABJNO898+vLSB7Eb
            OdiiLuD1FPN7/LR9ffjKEprmqzwjwv2kUYyYxi097upNAumZ6YRRiQD/QDYdVP/g
            wqKRhCQyDyx6s56x/uGiM56Uvohy/7pnTiWyZo1MHaFnwQgIqwEkE5sJvtBULu8s
            aSqkMs4u0BNeiOxV7axh1M9jBti5W0bccn3YhSsZzGW/0+WbM/ISLkjllUwL56dT
            NuJTY5a6VwRhQXYW+sVYs61Ha+wI7us8jagHJAWttFs/ZFMJMoMkjwp9lssIx0i5
            6Wb4/qgrmqWZXiYxHd5gSD8x6a/dsGx3gzXztt6RMXn4Qt48Q6trlrkHqJxlGoEp
            IVsZb9ECgYEA7pTGjEWNlOXEd5wTnNtKs5KtvAxTmY3wMBWaua3jmfFz0XdWDoXn
            XztUtT8rMlrj0Xgw0qOubN76/2mmJL0oYvVW8aR8DhS5pz2yKby0JMkjobkzHRkO
            2NsIw/Gm8U3i8XRkV/h9HwBxQ04wp2T7orXBfdBwKpDeF6jEiNY1JEMCgYEAy7zH
            ZGTxsGlwVnM3uzeItB1Kdv2LXyYui8JHlF+Xi35H0CN7XwlF+4uPg5he0noqNBI6
            Yzpd3nvSNFaK44XSZTvKs64dluunK7lW8hnulAzJQNMIRrwwjO2d9I72jclFls+E
            Rl94p+LQD9ItJOg6HiMhDAzIpC3efum14V17C4kCgYBs6tClsw8KvcZukHtHrbkx
            t7HG2p3DyU+ws/w57k+stNUZ+G/6G1lgWXa3c8olp+a/dy5ay0zS+Qz/U1z9AroQ
            S07Q7DWSPBXxarIOac6XyJeSujjCfPERQRWEVqrPGK6VanxwyMleQNZ0UprVoL1c
            L7vQ0zqRxCcQCAUJLzl9fwKBgB128cc9Kg7/ULXP9/FleKnDyq8mv+9E0Fp6AGwe
            3wXXf39EgmUeLDbS2jCH6r652DyrnjIXkNfKRH45PeDly6XEXe5acgEPl5+lMEPX
            KD/VEY4Edx/zu3nGK5/gxRuATkYfQNwElqiBDuIa3ViHFVCid/cMKkBEOfdUyW8M
            W+0xAoGAEtcAlC/8U/1/mXwYLzaltpyRnYcsbHazbrITrgrGnAeCaxFW52uzTg77
            atEJ3m3HX7cVJAYT2fd1soCARm1ob+mnYXl9+tJUU1g7EsTN59squZ7KFDPYKBko
            XLKKhHjO2vn14mEU1OHYzBngwOpbEi2a8g5cs4Nke/FfoWXFtnQ=
            -----END RSA PRIVATE KEY-----
            """,
        [SecretNames.ServiceAccountKey] = """
            -----BEGIN RSA PRIVATE KEY-----
            MIIEowIBAAKCAQEA4tQ+bjRN9Q3+xNiRbt/0RGUmmFH3xRJ46ESEsvQwNy8JmTD9
            xTIRbaT7glIcKFxbasugGfIkgrjg1TX9TqUPGPRbSIPB6DHBRHM3P8Z/lSi+B5za
            rFLYJl2t2gxj5ZbOX8TqthFgYl/hx34PINg9wBEyzU0QdBwshp6V+CsmyxJTmEu3
            knxBGZ8SY2FgcCjUd9SR6nZUNRuxM1Rmp3UteigWqcGFIqtedoUdBqnbeRdjR43K
            iK0UhAuohoaKonA8+KZeA208JIcqo5t1aY6x1SIu/3tRK7tbGR2JgGa4eZNORNyw
            hULdXL5t2WxoM6QBlIJf8UiztlMJoAWa5G9EBQIDAQABAoIBAAOMVg+rl3PtDJ5a
            qZJmRBq/yaXvU6S3Cxd4XupdDICzJn90IebFnOUuBACACqW3pXcbCVLuk+ihk2Qd
            F0HK2NzHPG2ldfviWgdulUoqROZPQAMReTrh2YoRbr3u8gRuN/s33YNh696OE748
            TWic9AD++TWh7iR1fl16ueuAYqJ24Y0qDuAPcv6siWN2R67WC6Q8L0vQnL9LaPOR
            VqX21/EUCRNCE7E5XVjPDb9QgQOfNay5C+9GnUDhGUO2p0OOzqkHDnBr32rGXqHD
            8AxfNY2WvpFC34qTLXnx8+1lc5XvKw6XCJ5oAUSnurtnR80h3Zmq6MUiiHjH/aoC
            Y3fryI8CgYEA9emlqxETewcQcOAMohMW8RHNYqGS4mwIFQRJ+GNdIfimKG6ktq3b
            BVh5vI4Enx5nc7Nl9hrANwPAO3yO70hpJ8V8XopeJWaOSZnoAmXzDDamgOq+u4WB
            NYwY7/SGiMEMBwdK4wq4kmyNocCTCxI9fWvygEc/aag42lClMqbdrz8CgYEA7CIy
            q6DAM7VdIUjQW7JqYFpLDtJhM8vIwkVcCKOyBJ3bH7njbQihl4tnLMV+vTe2eq/m
            5/OYFFtfqJny3i5Z7xOFXEoTf8s3/0Lo+f3CNIG7sWi9N2+xX37tPdrw4VazkDfD
            Bxg/Cw3oSHa9LZTaKOEOyU27eewGgzbkLeVwf7sCgYBRB8NiQgc0Q9ikCP/ArB+k
            IeSWen0nBMgI/NfO9BbtKby+l+7IjzMbaNL8UaOuNtuJ4XRYiuoJdr/yGhITQL39
            r/JSSK/LDScXk5JCsAtNW/izhCaDLfOsjFRvRRjLmSj4a+u+MnstLH3i7czGGiWO
            3XIT2OZJT3gkX+x/a0KjCwKBgQCfsADUUEGqtlvkxnkhieamgml//IX/oTCDMKSs
            swcQWDB3pB5I/i1Jbty3SlgLXkHpdkuRUQrnuWNXgcTcvDvVkj39y5qkMaoM1hL3
            /MP4/kMQFuTfOImbKxsFWarMuPV18j/R7HO15hHP73y/9ooSWyDEweym5xcAZX6q
            Cx+pQQKBgCBw0lsE23rUg/3eNCkAaKJqYVKIDYrn9wLyaGNLsPeN8CaXLG2JPSGs
            1jbPnelWfi5Ig1NANb9ElmzBl5pynvD28qgnbT7jrRafw3vHD8xiZmQE/HCfSFvz
            AtMgruvXuSyT348QPl65SklMzmEbvLCHwTXwfgwjuceSJZGiidci
            -----END RSA PRIVATE KEY-----
            """,
        [SecretNames.VrrpPassword] = "tEstp4ss",
        [SecretNames.EncryptionKey] = "dGhpcyBpcyBubyBrZXksIGJ1dCAzMiBieXRlcyBsb24=",
    };
}
